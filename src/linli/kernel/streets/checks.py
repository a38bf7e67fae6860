"""Plain PostgreSQL would accept a key that Citus cannot hold; this check does not."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from linli.kernel.streets.fields import StreetFK, street_key


@checks.register(checks.Tags.models)
def street_rules(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Uniqueness names the street, links stay in it, and no automatic many-to-many table."""
    return [
        checks.Error(problem, obj=model, id="streets.E001")
        for model in apps.get_models(include_auto_created=True)
        if street_key(model)
        for problem in _problems(model)
    ]


def _problems(model: type[models.Model]) -> list[str]:
    found = [
        f"{constraint.name}: a unique constraint must contain street"
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and "street" not in constraint.fields
    ]
    for field in model._meta.local_fields:
        if getattr(field, "unique", False) and not field.primary_key:
            found.append(f"{field.name}: unique=True does not contain street")
        target = getattr(field.remote_field, "model", None)
        if target and street_key(target) and not isinstance(field, StreetFK):
            found.append(f"{field.name}: a link between street rows must be a StreetFK")
    if model._meta.local_many_to_many:
        found.append("many-to-many needs an explicit street model in between")
    return found
