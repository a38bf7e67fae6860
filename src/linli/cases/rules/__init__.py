"""The rules of a request: its words, its state table, what it is about and whose it is."""
