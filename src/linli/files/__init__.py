"""Photos that people attach: decoded, made small, stripped of everything but the picture.

Words: file (the row), photo (what it shows), thumb (its small copy), upload (the bytes as they
came), orphan (bytes in the storage that no row names). Verbs: store_photos, sweep_orphans. Who may
see a file is decided by the module that owns what it is attached to.
"""
