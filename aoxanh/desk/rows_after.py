"""The lines of Today about what is over: who felt safe, what no rule decided, results that are missing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.desk.rows import Row
from aoxanh.kit.parts.when import daymonth, days_left, relative
from aoxanh.records.queries import Overdue


def unsafe_row(activity: Any) -> Row:
    """Answers without names, counted."""
    meta = _("%(safe)d of %(all)d felt safe · %(unit)s") % {
        "safe": activity.felt_safe,
        "all": activity.answers,
        "unit": activity.unit.short_name,
    }
    url = f"{reverse('attendance:feedback', args=[activity.pk])}#an-toan"
    return Row(activity.title, url, "shield-alert", meta, relative(activity.ends_at), _("Read the answers"), tone="text-error")


def doubts_row(activity: Any) -> Row:
    """Scans that no rule could decide."""
    text = ngettext("%(count)d scan to look at again · %(unit)s", "%(count)d scans to look at again · %(unit)s", activity.doubts)
    meta = text % {"count": activity.doubts, "unit": activity.unit.short_name}
    url = reverse("attendance:review", args=[activity.pk])
    return Row(activity.title, url, "scan-search", meta, relative(activity.ends_at), _("Look"), tone="text-ink-accent")


def record_row(over: Overdue) -> Row:
    activity, count = over.activity, over.people
    text = ngettext("%(unit)s · %(day)s · %(count)d person checked in", "%(unit)s · %(day)s · %(count)d people checked in", count)
    return Row(
        title=activity.title,
        url=reverse("records:edit", args=[activity.pk]),
        icon="camera",
        tone="text-error" if over.is_late else "text-ink-3",
        meta=text % {"unit": activity.unit.short_name, "day": daymonth(activity.ends_at), "count": count},
        deadline=days_left(over.due_on),
        late=over.is_late,
        verb=_("Record"),
    )
