"""Which texts people read: collected from code and templates, matched with a catalogue."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, pofile
from babel.messages.extract import extract
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1]
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {locale}\\n"
"Plural-Forms: {plurals}\\n"

"""
_PLACES = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")


def collected(source: Path = SOURCE) -> Catalog:
    """Every text of the product, in the order of the files."""
    catalogue = Catalog(fuzzy=False)
    for path in sorted([*source.rglob("*.py"), *source.rglob("templates/**/*.*")]):
        if not {"tests", "migrations"} & set(path.relative_to(source).parts):
            for message, context in _texts(path):
                catalogue.add(message, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """A catalogue as it is kept; an empty one where there is none yet."""
    locale = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=locale, abort_invalid=True)


def updated(kept: Catalog, texts: Catalog) -> Catalog:
    """New texts join without a translation, those that are gone leave."""
    kept.update(texts, no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def write(path: Path, catalogue: Catalog) -> None:
    """Sorted and without dates or line numbers, so that a change shows only what changed."""
    body = io.BytesIO()
    pofile.write_po(
        body, catalogue, no_location=True, omit_header=True, sort_output=True, width=100
    )
    header = _HEADER.format(locale=catalogue.locale, plurals=catalogue.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + body.getvalue().decode(), "utf-8")


def faults(kept: Catalog, texts: Catalog) -> list[str]:
    """Texts without a translation, and translations that would not fill in like their text."""
    found = []
    for message in texts:
        if not message.id:
            continue
        translated = kept.get(message.id, message.context)
        forms = _forms(translated.string) if translated else []
        if not forms or not all(forms):
            found.append(f"没有翻译 untranslated: {message.id}")
        elif any(_places(form) != _places(message.id) for form in forms):
            found.append(f"占位符不同 placeholders differ: {message.id}")
    return found


def _texts(path: Path) -> Iterator[tuple[Any, str | None]]:
    code = path.read_text("utf-8")
    if path.suffix != ".py":
        # What is not a text comes back as words of X; indented, they would be no Python.
        lines = templatize(code, origin=str(path)).splitlines()
        code = "\n".join(line.lstrip() for line in lines)
    stream = io.BytesIO(code.encode())
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract(
        "python", stream, keywords=KEYWORDS, options=options
    ):
        if message:
            yield message, context


def _forms(string: Any) -> list[str]:
    return list(string) if isinstance(string, tuple | list) else [string]


def _places(text: Any) -> frozenset[str]:
    """The places of a text to be filled in; a plural form may leave out the number."""
    return frozenset(match[0] for form in _forms(text) for match in _PLACES.finditer(form))
