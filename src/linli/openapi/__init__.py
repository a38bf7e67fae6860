"""The open API: REST under /api/v1/, for integrators with a key.

Words: key (a bearer secret with a list of what it may do).
"""
