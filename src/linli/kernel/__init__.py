"""What every module stands on: who acts, when, in which subdistrict, and what is recorded.

Words: actor, action, event, delivery, link, street. The list of files is closed: a new one is
a decision (see docs/decisions).
"""
