"""Where things are: areas, grids, boundaries, and which grid a point or an address belongs to.

Words: area (subdistrict, community, compound, building, unit, dwelling), grid (basic, exclusive,
micro), boundary, place, match. Verbs: add, rename, close, draw, import, locate.
"""
