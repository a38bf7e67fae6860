"""Demonstration data: an invented subdistrict with believable days behind it.

`texts` writes what residents say and handlers answer, `curves` says when it happens. Every person,
road and compound is plainly invented; nothing here is a copy of anybody's record.
"""
