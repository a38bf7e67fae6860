"""Compile the translations: ``python -m linli.cli.messages``; needs neither Django nor gettext.

The Chinese texts in the code are the message ids, so only other languages have a catalogue.
"""

import os
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locale"


def compile_all(locales: Path = LOCALES) -> list[Path]:
    """Compile what is newer than its compiled form, and say which."""
    return [source for source in sorted(locales.glob("*/LC_MESSAGES/*.po")) if _compile(source)]


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    from babel.messages import mofile, pofile  # every command passes here; few need it

    with source.open("rb") as file:
        catalogue = pofile.read_po(file, abort_invalid=True)
    partial = target.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as file:
        mofile.write_mo(file, catalogue)
    os.replace(partial, target)
    return True


if __name__ == "__main__":
    for compiled in compile_all():
        print(compiled.relative_to(LOCALES))
