"""The flat map of a street."""

import re

from linli.kernel.streets.models import Street
from linli.places import queries


def test_a_street_without_outlines_has_no_map(street: Street):
    assert queries.sheet(street) is None


def test_outlines_lie_on_a_sheet_of_a_thousand_units_with_north_up(town: Street):
    sheet = queries.sheet(town)
    xs = [int(x) for shape in sheet.communities for x in re.findall(r"[ML](\d+) ", shape.path)]
    assert (min(xs), max(xs)) == (0, 1000)
    assert sheet.spot(sheet.north, sheet.west) == (0, 0)
    assert sheet.spot(sheet.north - 0.01, sheet.west) == (0, sheet.height)


def test_the_map_shows_grids_but_not_the_micro_grids_inside_them(town: Street):
    names = {shape.name for shape in queries.sheet(town).grids}
    assert names == {"石坞一网格", "石坞二网格", "盛源一网格"}


def test_a_point_outside_of_the_sheet_is_not_marked(town: Street):
    sheet = queries.sheet(town)
    assert sheet.spot(sheet.north + 1, sheet.west) is None
    assert sheet.spot(None, None) is None
