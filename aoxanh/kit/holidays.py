"""Public holidays of Viet Nam by name: those of the solar calendar in `settings.PUBLIC_HOLIDAYS`, and those of the lunar one."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.kit.lunar import lunar_day

TET_DAYS = range(-1, 4)
"""Days off around the first day of the lunar year."""


def holiday(on: date) -> str:
    """What the day is called, "" where it is no public holiday."""
    if {on.isoformat(), f"{on:%m-%d}"} & set(settings.PUBLIC_HOLIDAYS):
        return fixed_names().get(f"{on:%m-%d}", _("Public holiday"))
    if (on - lunar_day(on.year, 1, 1)).days in TET_DAYS:
        return _("Lunar New Year")
    return _("Hùng Kings' Day") if on == lunar_day(on.year, 3, 10) else ""


def fixed_names() -> dict[str, str]:
    return {"01-01": _("New Year"), "04-30": _("Reunification Day"), "05-01": _("Labour Day"), "09-02": _("National Day")}
