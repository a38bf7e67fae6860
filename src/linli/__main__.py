"""`python -m linli COMMAND`: prepares what the command needs, then hands over to Django."""

import os
import sys

from django.core.management import execute_from_command_line

from linli.cli import start
from linli.cli.errors import StartError


def main() -> None:
    """Run one command."""
    arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")
    try:
        with start.ready(arguments):
            execute_from_command_line(["linli", *arguments])
    except StartError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
