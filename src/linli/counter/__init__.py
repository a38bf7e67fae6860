"""The counter: what can be applied for, by whom, with what, and what came of it.

Words: item (what can be applied for), version, material, application, ticket.
"""
