"""A thin layer over Django's PostgreSQL backend; see ``base.py``."""
