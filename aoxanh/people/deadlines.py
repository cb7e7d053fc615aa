"""The two clocks of a request: working days of Viet Nam to answer, plain days to carry out (NĐ 356/2025)."""

from datetime import date, timedelta

from django.conf import settings

SATURDAY = 5
DAY = timedelta(days=1)


def is_working_day(on: date) -> bool:
    """Neither a weekend nor one of `settings.PUBLIC_HOLIDAYS` ("2027-02-08", or "05-01" for every year)."""
    return on.weekday() < SATURDAY and not {on.isoformat(), f"{on:%m-%d}"} & set(settings.PUBLIC_HOLIDAYS)


def working_days_after(on: date, number: int) -> date:
    """The how manieth working day after the day; the day itself does not count."""
    while number:
        on += DAY
        number -= is_working_day(on)
    return on


def answer_due(asked_on: date) -> date:
    return working_days_after(asked_on, settings.DATA_ANSWER_WORKING_DAYS)


def carry_due(asked_on: date) -> date:
    return asked_on + settings.DATA_CARRY_DAYS * DAY
