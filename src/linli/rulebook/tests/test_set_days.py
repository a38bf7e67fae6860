"""Entering days off and make-up days, one by one or from a sheet."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from linli import sheets
from linli.kernel import actor, events
from linli.kernel.errors import Forbidden, Refused
from linli.kernel.streets.models import Street
from linli.rulebook import actions, queries
from linli.rulebook.rules import DayKind, NamedDay
from linli.rulebook.tests import factories

pytestmark = pytest.mark.django_db

NEW_YEAR = NamedDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
SUNDAY = NamedDay(date(2027, 1, 3), DayKind.WORKING, "元旦调休")


def entered(street: Street) -> list[tuple[date, str, str]]:
    return [(row.date, row.kind, row.name) for row in queries.days_of(street, 2027)]


def test_days_are_entered_once_and_corrected_in_place() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    assert actions.set_days(actor=admin, days=[NEW_YEAR, SUNDAY]) == 2
    corrected = NamedDay(SUNDAY.day, DayKind.HOLIDAY, "元旦")
    assert actions.set_days(actor=admin, days=[NEW_YEAR, corrected]) == 1
    assert entered(street) == [
        (NEW_YEAR.day, "holiday", "元旦"),
        (SUNDAY.day, "holiday", "元旦"),
    ]


def test_each_changed_day_has_its_own_history() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    actions.set_days(actor=admin, days=[SUNDAY])
    actions.set_days(actor=admin, days=[NamedDay(SUNDAY.day, DayKind.HOLIDAY)])
    (row,) = queries.days_of(street, 2027)
    first, second = events.history(street.pk, row.pk)
    assert first.kind == "rulebook.days.set"
    assert (first.before, first.after) == ({}, {"date": "2027-01-03", "kind": "working"})
    assert (second.before, second.after["kind"]) == ({"kind": "working"}, "holiday")


def test_entering_what_stands_there_already_changes_and_records_nothing() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    actions.set_days(actor=admin, days=[NEW_YEAR])
    street.refresh_from_db()
    assert actions.set_days(actor=admin, days=[NEW_YEAR]) == 0
    assert actions.set_days(actor=admin, days=[]) == 0
    assert Street.objects.get(pk=street.pk).revision == street.revision


def test_the_calendar_follows_at_once() -> None:
    street = factories.street()
    assert not queries.calendar(street).is_working_day(SUNDAY.day)
    actions.set_days(actor=factories.somebody(street, "admin"), days=[SUNDAY])
    street.refresh_from_db()
    assert queries.calendar(street).is_working_day(SUNDAY.day)


def test_only_the_administrator_and_the_system_may() -> None:
    street = factories.street()
    with pytest.raises(Forbidden, match="管理员"):
        actions.set_days(actor=factories.somebody(street, "clerk"), days=[NEW_YEAR])
    assert actions.set_days(actor=actor.system(street.pk), days=[NEW_YEAR]) == 1


def test_a_list_that_names_a_day_twice_is_refused() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    with pytest.raises(Refused, match="2027-01-01"):
        actions.set_days(actor=admin, days=[NEW_YEAR, NEW_YEAR])


def test_a_sheet_of_the_notice_is_taken_over_and_bad_rows_are_reported() -> None:
    street = factories.street()
    lines = [f"{date(2027, 2, 5) + timedelta(days=n)},放假,春节" for n in range(12)]
    text = "\n".join(
        ["日期,类型,名称", "2027/1/1,放假,元旦", *lines, "2027年2月30日,放假,", "2027-1-1,上班,"]
    )
    sheet = sheets.read(text.encode("gb18030"), "放假.csv")
    result = actions.import_days(actor=factories.somebody(street, "admin"), rows=sheet)
    assert len(result.lines) == 13
    assert [(remark.number, remark.reason.code) for remark in result.refused] == [
        (15, "row_date"),
        (16, "day_twice"),
    ]
    street.refresh_from_db()
    assert queries.calendar_warnings(street, date(2027, 3, 1)) == []


def test_a_half_day_keeps_the_hour_it_ends_at_and_goes_out_and_in_by_sheet() -> None:
    street = factories.street()
    admin = factories.somebody(street, "admin")
    half = NamedDay(date(2027, 3, 8), DayKind.HALF, "妇女节", time(15, 30))
    actions.set_days(actor=admin, days=[half])
    street.refresh_from_db()
    office = queries.office(street, datetime(2027, 1, 1, tzinfo=UTC))
    assert office.close_of(half.day).time() == time(15, 30)
    (row,) = queries.export_days(street)
    assert row == (half.day, "半天", "妇女节", "15:30")
    sheet = [(2, dict(zip(queries.DAY_COLUMNS, row, strict=True)))]
    assert actions.import_days(actor=admin, rows=sheet).changed == 0


def test_only_a_half_day_has_an_hour_of_its_own() -> None:
    admin = factories.somebody(factories.street(), "admin")
    holiday = NamedDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦", time(12))
    with pytest.raises(Refused) as refused:
        actions.set_days(actor=admin, days=[holiday])
    assert refused.value.reason.field == "closes_at"
