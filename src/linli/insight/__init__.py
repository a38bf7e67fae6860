"""Boards for leaders: figures, shares and comparisons over everything, each with its rows behind.

Words: a figure is a count with the address of its rows; a share says what it is a part of and what
was left out. Reads everything, writes nothing of others.
"""
