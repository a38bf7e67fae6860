"""Rows that belong to a subdistrict: keys, links, scoping and the database backend under them.

The same tables run on one PostgreSQL and, spread by ``street_id``, on Citus.
"""
