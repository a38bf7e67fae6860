"""What stops a command before Django is set up, in words the person at the terminal can act on."""


class StartError(Exception):
    """The command cannot go on; the text says why and what to do."""
