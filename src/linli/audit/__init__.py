"""The auditor's desk: the whole journal in plain words, searched and taken out.

Words: the journal is every event of the street; an entry is one event as the auditor reads it; the
seal says up to where nobody can have changed it unseen. Verbs: export_journal. Reads everything,
writes nothing of others. Above all modules, since it gives every kind of event its word.
"""
