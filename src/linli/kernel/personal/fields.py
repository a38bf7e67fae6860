"""The column of a text about a person."""

from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from linli.kernel.personal.purposes import Purpose
from linli.kernel.personal.sealing import seal, unseal

Column = TypeVar("Column", bound="models.Field[Any, Any]")


class PersonalText(models.BinaryField):  # type: ignore[type-arg]
    """Text about a person, sealed at rest. What it is kept for is law, not schema: migrations do
    not repeat it, and those of old that do may."""

    def __init__(self, *, purpose: Purpose | None = None, **options: Any) -> None:
        self.purpose = purpose
        super().__init__(**{"default": b"", "editable": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return unseal(bytes(value), self._context) if value else ""

    def get_prep_value(self, value: Any) -> bytes:
        return seal(value, self._context) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is personal and leaves only through an export with a reason")

    @property
    def _context(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()


def personal(column: Column, purpose: Purpose) -> Column:
    """A column about persons that is searched or counted by, and so cannot be sealed: it is
    declared all the same."""
    column.purpose = purpose  # type: ignore[attr-defined]
    return column


def declared_fields() -> list["models.Field[Any, Any]"]:
    """Every column about persons of every table, sealed or not."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    return [field for field in fields if getattr(field, "purpose", None)]


def personal_fields() -> list[PersonalText]:
    """Every sealed column of every table."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    return [field for field in fields if isinstance(field, PersonalText)]
