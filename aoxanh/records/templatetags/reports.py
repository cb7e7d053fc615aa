"""The report of an activity as a part of other apps' pages: `{% report_body report %}`, `{% report_facts report %}`."""

from typing import Any

from django.template import Library
from django.utils.translation import gettext as _

from aoxanh.kit.parts.when import daymonth
from aoxanh.records.queries import Overdue, Report

register = Library()


@register.inclusion_tag("records/report.html")
def report_body(report: Report) -> dict[str, Any]:
    """What came of it: outcome, four figures, pictures, the result against the need."""
    return {"report": report}


@register.inclusion_tag("records/report_facts.html")
def report_facts(report: Report) -> dict[str, Any]:
    """Who recorded it, when, and the model applied."""
    return {"report": report}


@register.filter
def of_key(table: dict[Any, Any], key: Any) -> Any:
    """What stands in a table under a key that the page only knows when it runs."""
    return table.get(key)


@register.simple_tag
def reminded(one: Overdue) -> str:
    """When the unit was reminded last, and when the unit above was told."""
    unit = _("reminded %(day)s") % {"day": daymonth(one.reminded_on)} if one.reminded_on else ""
    above = _("unit above told %(day)s") % {"day": daymonth(one.told_above_on)} if one.told_above_on else ""
    return " · ".join(filter(None, (unit, above)))
