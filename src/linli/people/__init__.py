"""Accounts, organisations and posts: who is who, and who may act where.

Words: account, organisation, post (account x role x place or organisation, from-to), standing.
Verbs: register_account, add_organisation, appoint, end_post.
"""
