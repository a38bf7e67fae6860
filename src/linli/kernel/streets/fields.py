"""StreetKey marks a model as belonging to a street; StreetFK links two rows of one street.

Leans on these Django 5.2 internals: ``ForeignKey.get_extra_restriction`` (joins),
``get_extra_descriptor_filter`` (forward access) and the related descriptors (prefetch, reverse
managers). Each override has its test in ``kernel/tests/test_fields.py``.
"""

from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
)
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode
from django.utils.functional import cached_property


class StreetKey(models.ForeignKey[Any, Any]):
    """The first column of every street row, and of its database key."""


def street_key(model: type[models.Model] | None) -> StreetKey | None:
    """The StreetKey of a model, or None when its rows belong to no street."""
    fields = model._meta.local_fields if model is not None else []
    return next((field for field in fields if isinstance(field, StreetKey)), None)


def _key(model: type[models.Model]) -> StreetKey:
    key = street_key(model)
    if key is None:
        raise TypeError(f"{model._meta.label} belongs to no street")
    return key


def _same_streets(instances: list[Any]) -> dict[str, Any]:
    return {"street_id__in": {instance.street_id for instance in instances}}


class _ReverseDescriptor(ReverseManyToOneDescriptor):  # type: ignore[type-arg]
    @cached_property
    def related_manager_cls(self) -> type[models.Manager[Any]]:  # type: ignore[override]
        parent: Any = super().related_manager_cls

        class StreetRelatedManager(parent):  # type: ignore[misc]
            def _apply_rel_filters(self, queryset: Any) -> Any:
                filtered = super()._apply_rel_filters(queryset)
                return filtered.filter(street_id=self.instance.street_id)

            def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
                # Past the parent, whose own rows are those of one instance only.
                every = super(parent, self).get_queryset
                queryset = querysets[0] if querysets else every()
                queryset = queryset.filter(**_same_streets(instances))
                return super().get_prefetch_querysets(instances, [queryset])

            def create(self, **values: Any) -> Any:
                return super().create(**values, street_id=self.instance.street_id)

            def get_or_create(self, **values: Any) -> Any:
                return super().get_or_create(**values, street_id=self.instance.street_id)

            def update_or_create(self, **values: Any) -> Any:
                return super().update_or_create(**values, street_id=self.instance.street_id)

        return StreetRelatedManager


class _ForwardDescriptor(ForwardManyToOneDescriptor):  # type: ignore[type-arg]
    def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
        queryset = querysets[0] if querysets else self.get_queryset(instance=instances[0])
        queryset = queryset.filter(**_same_streets(instances))
        return super().get_prefetch_querysets(instances, [queryset])


class StreetFK(models.ForeignKey[Any, Any]):
    """A foreign key whose both ends are in the same street; the database holds it so."""

    related_accessor_class = _ReverseDescriptor
    forward_related_accessor_class = _ForwardDescriptor

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        return {"street_id": instance.street_id}

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        if not (alias and related_alias):
            return None
        here, there = _key(self.model), _key(self.related_model)
        equal = Exact(here.get_col(related_alias), there.get_col(alias))
        where = WhereNode()
        where.add(equal, "AND")
        return where
