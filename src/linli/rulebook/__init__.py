"""Rules as dated, versioned rows: clocks, limits, office hours and the working calendar.

Words: rule (key x version x first day), preset (what holds where no rule is set, version 0),
calendar (which days are worked), span (an amount of hours, working days or days), estimated year
(one whose holidays nobody has entered yet). Verbs: set_rule, set_days, import_days.
"""
