"""Page shells, components, home and the root of all addresses."""
