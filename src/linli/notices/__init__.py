"""Telling people: one plain sentence for each thing that happened to what they care about.

Words: notice (in the application), message (outside of it), channel (text message, mail, push),
hook (where data is pushed), quiet hours. Verbs: tell, mark_read, send_out, claim, sent, fail,
retry, open_hook, close_hook, ask_mail, confirm_mail.
"""
