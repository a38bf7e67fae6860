"""Posters: what hangs at a door, so that whoever stands there can say what is wrong.

Words: a poster names a place, the grid worker who answers for it and the numbers to call; its code
opens the report page with the place filled in. Sheets are paper: A4, one poster each, or ten cards
to be cut apart. Reads places and people, writes nothing.
"""
