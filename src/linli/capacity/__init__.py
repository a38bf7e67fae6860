"""What there is only so much of: windows, teams and rooms, by the hour.

Words: resource, hours, booking, hold, contingent, waiting list.
"""
