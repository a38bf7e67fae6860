"""Points on the map: sense, nonsense, and the shifted datum GCJ-02 of Chinese online maps.

Everything is kept in CGCS2000, which is WGS-84 within a few decimetres.
"""

from math import cos, isfinite, pi, sin, sqrt
from typing import NamedTuple

from linli.words import N_, Reason, Word


class Datum(Word):
    WGS84 = "wgs84", N_("WGS-84 / CGCS2000")
    GCJ02 = "gcj02", N_("GCJ-02（高德、腾讯地图）")


class Point(NamedTuple):
    """``note`` says what was put right, empty when nothing was."""

    lat: float
    lon: float
    note: str = ""


SWAPPED = N_("经度和纬度写反了，已对调。")
ABROAD = N_("位置不在中国境内，请核对。")
NONSENSE = Reason("bad_point", N_("经纬度不是有效的位置。"), field="lat")
DIGITS = 8

_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323


def sensible_point(lat: float, lon: float) -> Point | Reason:
    """A point in China as it is, swapped coordinates put right, nonsense refused."""
    if not (isfinite(lat) and isfinite(lon)) or (abs(lat) < 0.01 and abs(lon) < 0.01):
        return NONSENSE
    if is_in_china(lat, lon):
        return Point(lat, lon)
    if is_in_china(lon, lat):
        return Point(lon, lat, SWAPPED)
    if abs(lat) > 90 or abs(lon) > 180:
        return NONSENSE
    return Point(lat, lon, ABROAD)


def is_in_china(lat: float, lon: float) -> bool:
    """Within the rectangle around China."""
    return 3 <= lat <= 54 and 73 <= lon <= 136


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Where Chinese online maps show a true position."""
    if not is_in_china(lat, lon):
        return lat, lon
    north, east = _shift(lat, lon)
    return lat + north, lon + east


def from_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """The true position of a point of a Chinese online map, to less than a millimetre.

    The shift changes slowly, so each step leaves less than a thousandth of the error.
    """
    true_lat, true_lon = lat, lon
    for _ in range(8):
        north, east = _shift(true_lat, true_lon)
        true_lat, true_lon = lat - north, lon - east
    return (true_lat, true_lon) if is_in_china(true_lat, true_lon) else (lat, lon)


def _shift(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    root = 0.2 * sqrt(abs(x))
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + root + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + root / 2 + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    bend = 1 - _ECCENTRICITY * sin(lat / 180 * pi) ** 2
    north = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (bend * sqrt(bend)) * pi)
    east = east * 180 / (_AXIS / sqrt(bend) * cos(lat / 180 * pi) * pi)
    return north, east
