"""Which subdistrict a command at the console works for."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from linli.kernel.streets.models import Street


def add_option(parser: ArgumentParser) -> None:
    """Give a command the option ``--street``."""
    parser.add_argument(
        "--street", metavar="CODE", help="街道的统计代码；只有一个街道时不必写。The street's code."
    )


def chosen(code: str | None) -> Street:
    """The street of a code; without one, the only street there is."""
    streets = list(Street.objects.order_by("id")[:2]) if code is None else []
    street = streets[0] if len(streets) == 1 else Street.objects.filter(code=code).first()
    if street:
        return street
    if code:
        raise CommandError(f"没有代码为 {code} 的街道。There is no street with code {code}.")
    if streets:
        raise CommandError("有几个街道，请用 --street 写明代码。Several streets: name one.")
    raise CommandError("还没有街道，请先建立。There is no street yet.")
