"""The report of an activity as a part of other apps' pages: `{% report_body report %}`, `{% report_facts report %}`."""

from typing import Any

from django.template import Library

from aoxanh.records.queries import Report

register = Library()


@register.inclusion_tag("records/report.html")
def report_body(report: Report) -> dict[str, Any]:
    """What came of it: outcome, four figures, pictures, the result against the need."""
    return {"report": report}


@register.inclusion_tag("records/report_facts.html")
def report_facts(report: Report) -> dict[str, Any]:
    """Who recorded it, when, and the model applied."""
    return {"report": report}
