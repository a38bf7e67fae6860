"""Telling people: one plain sentence for each thing that happened to what they care about.

Words: notice. Verbs: tell, mark_read.
"""
