"""The system check finds what plain PostgreSQL would accept and Citus would not."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from linli.kernel.streets import checks
from linli.kernel.streets.fields import StreetFK
from linli.kernel.streets.models import Street, StreetModel


def test_the_tree_has_no_faults():
    assert checks.street_rules(None) == []


@isolate_apps("linli.kernel")
def test_faults_are_found():
    class Parent(StreetModel):
        class Meta(StreetModel.Meta):
            app_label = "kernel"

    class Faulty(StreetModel):
        code = models.CharField(max_length=5, unique=True)
        name = models.CharField(max_length=5)
        parent = models.ForeignKey(Parent, on_delete=models.PROTECT)
        friends = models.ManyToManyField(Parent, related_name="+")

        class Meta(StreetModel.Meta):
            app_label = "kernel"
            constraints = [models.UniqueConstraint(fields=["name"], name="name_once")]

    found = " · ".join(checks._problems(Faulty))
    for fault in ("name_once", "code: unique=True", "parent: a link", "many-to-many"):
        assert fault in found
    assert checks._problems(Parent) == []


@isolate_apps("linli.kernel")
def test_the_right_forms_pass():
    class Good(StreetModel):
        code = models.CharField(max_length=5)
        above = StreetFK("self", on_delete=models.PROTECT, null=True)
        host = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+")

        class Meta(StreetModel.Meta):
            app_label = "kernel"
            constraints = [models.UniqueConstraint(fields=["street", "code"], name="code_once")]

    assert checks._problems(Good) == []


@pytest.mark.django_db
def test_django_runs_it():
    from django.core.checks import registry

    assert checks.street_rules in registry.registry.get_checks()
