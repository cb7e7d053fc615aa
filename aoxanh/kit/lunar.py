"""The Vietnamese lunar calendar (UTC+7), for public holidays that follow it. After Hồ Ngọc Đức's published algorithm.

Right for 1900–2100; Tết of 2007 tells it from the Chinese calendar, which is counted at UTC+8.
"""

from datetime import date, timedelta
from functools import cache
from math import floor, pi, radians, sin

ZONE = 7 / 24
NEW_MOON_1900 = 2415021.076998695
LUNATION = 29.530588853


def new_moon(k: int) -> int:
    """The Julian day number, in Viet Nam, of the k-th new moon since 01/01/1900."""
    t = k / 1236.85
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = radians(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = radians(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = radians(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun) - 0.4068 * sin(moon) + 0.0161 * sin(2 * moon)
    shift += -0.0004 * sin(3 * moon) + 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon)
    shift += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) - 0.0006 * sin(2 * node + moon)
    shift += 0.0010 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun)
    delay = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(mean + shift - delay + 0.5 + ZONE)


def sector(day_number: int) -> int:
    """In which twelfth of its year the sun stands at midnight in Viet Nam, from 0."""
    t = (day_number - 2451545.5 - ZONE) / 36525
    anomaly = radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    length = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    length += (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
    length += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(radians(length) % (2 * pi) / pi * 6)


def eleventh_month(year: int) -> int:
    """The day on which the month begins that holds the winter solstice of the year."""
    last = date(year, 12, 31).toordinal() + 1721425
    k = floor((last - NEW_MOON_1900) / LUNATION)
    begin = new_moon(k)
    return new_moon(k - 1) if sector(begin) >= 9 else begin


def leap_after(begin: int) -> int:
    """Which month after the eleventh is the leap one, in a year of thirteen."""
    k = floor((begin - NEW_MOON_1900) / LUNATION + 0.5)
    before = sector(new_moon(k + 1))
    for number in range(2, 15):
        now = sector(new_moon(k + number))
        if now == before:
            return number - 1
        before = now
    return 0


@cache
def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the lunar year that begins in `year`: (2026, 1, 1) is Tết Bính Ngọ, 17/02/2026. Leap months are never asked for."""
    first = eleventh_month(year - 1)
    following = eleventh_month(year)
    if month >= 11:
        first, following = following, eleventh_month(year + 1)
    offset = (month - 11) % 12
    if following - first > 365 and offset >= leap_after(first) > 0:
        offset += 1
    k = floor((first - NEW_MOON_1900) / LUNATION + 0.5)
    return date.fromordinal(new_moon(k + offset) - 1721425) + timedelta(days=day - 1)
