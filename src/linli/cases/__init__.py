"""Requests 诉求: raised, placed, sorted, given to a desk, handled, answered, rated.

Words: case, reporter, entry (words in the thread), step (an edge of the state table), owner
(the organisation answerable now, never none), handler (the person in it).
Verbs: the ``Verb`` enum in ``rules.py``; each has an action of the same name.
"""
