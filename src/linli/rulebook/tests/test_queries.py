"""What is asked again and again costs no statement; what is missing is said aloud."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from linli.rulebook import queries
from linli.rulebook.tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_rules_and_calendar_cost_no_statement_when_warm(
    django_assert_num_queries: Any,
) -> None:
    street = factories.street()
    with django_assert_num_queries(3):  # the first tells the database the street
        queries.rule_at(street, "cases.clocks", NOW)
        queries.calendar(street)
    with django_assert_num_queries(0):
        queries.rule_at(street, "cases.limits", NOW)
        queries.calendar_warnings(street, NOW.date())


def test_a_street_without_next_years_holidays_is_warned_in_november() -> None:
    street = factories.street()
    (warning,) = queries.calendar_warnings(street, date(2026, 11, 22))
    assert "2027年" in warning.text % warning.params
