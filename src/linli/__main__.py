"""`python -m linli COMMAND`: prepares what the command needs, then hands over to Django."""

import os
import sys

from django.core.management import CommandError, execute_from_command_line, load_command_class

from linli.cli import start
from linli.cli.errors import StartError


def main() -> None:
    """Run one command."""
    arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.settings")
    try:
        with start.ready(arguments):
            if arguments and arguments[0] in start.WITHOUT_APPS:
                _run_bare(*arguments)
            else:
                execute_from_command_line(["linli", *arguments])
    except StartError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _run_bare(name: str, *arguments: str) -> None:
    """A command of plain files: without settings it starts at once and leaves no data folder."""
    command = load_command_class("linli.cli", name)
    try:
        command.handle(**vars(command.create_parser("linli", name).parse_args(arguments)))
    except CommandError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
