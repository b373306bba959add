"""Places on the ground as metres east and north of a reference point, exact enough for a city."""

from __future__ import annotations

from math import cos, hypot, radians

METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km

LatLon = tuple[float, float]


def local_metres(origin: LatLon, point: LatLon) -> tuple[int, int]:
    """(east, north) of `point` as seen from `origin`, both (latitude, longitude) in degrees."""
    north = (point[0] - origin[0]) * METRES_PER_DEGREE
    east = (point[1] - origin[1]) * METRES_PER_DEGREE * cos(radians(origin[0]))
    return round(east), round(north)


def metres_apart(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Distance of two points given in metres."""
    return hypot(one[0] - two[0], one[1] - two[1])
