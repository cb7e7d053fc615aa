"""What waits, in words: groups of rows, each with the one verb that deals with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.activities.models import Activity, Shift
from aoxanh.desk.queries import Today, Waiting
from aoxanh.kit.parts.figures import seats
from aoxanh.kit.parts.when import clock, day, daymonth, days_left, fulldate
from aoxanh.needs.models import Need
from aoxanh.people.models import UnsettledMove
from aoxanh.records.queries import Overdue


@dataclass(frozen=True)
class Row:
    """A line of the list; the first of the page has the filled button."""

    title: str
    url: str
    icon: str
    meta: str
    deadline: str
    verb: str
    tone: str = "text-ink-3"
    figure: str = ""
    late: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class Group:
    """Rows that wait for the same reason, and where the rest of them is."""

    title: str
    note: str
    rows: list[Row] = field(default_factory=list)
    more: int = 0
    more_url: str = ""


def worklist(desk: Today) -> list[Group]:
    """The groups of the desk that have rows, in their order."""
    found = [group for group in groups(desk) if group.rows]
    if found:
        first = found[0]
        found[0] = replace(first, rows=[replace(first.rows[0], is_first=True), *first.rows[1:]])
    return found


def groups(desk: Today) -> Iterator[Group]:
    count = desk.short.count
    note = ngettext("%(count)d shift in the next 3 days", "%(count)d shifts in the next 3 days", count) % {"count": count}
    yield group_of(desk.short, _("Short of people"), note, short_row, "activities:list")
    count = desk.to_decide.count
    note = ngettext("%(count)d activity", "%(count)d activities", count) % {"count": count}
    yield group_of(desk.to_decide, _("Waiting for your decision"), note, decision_row, "activities:approvals")
    yield group_of(desk.returned, _("Returned to you"), _("change and send again"), returned_row, "activities:list")
    yield group_of(desk.stale, _("Old needs"), _("not confirmed for over 30 days"), need_row, "needs:list")
    count = desk.unrecorded.count
    note = ngettext("%(count)d activity is over", "%(count)d activities are over", count) % {"count": count}
    yield group_of(desk.unrecorded, _("To record"), note, record_row, "records:list")
    yield group_of(desk.unsettled, _("Members of split units"), _("say where they belong"), move_row, "desk:moves")


def group_of(waiting: Waiting[Any], title: str, note: str, row: Any, more: str) -> Group:
    return Group(title, note, [row(thing) for thing in waiting.rows], waiting.more, reverse(more))


def short_row(shift: Shift) -> Row:
    text = ngettext(
        "%(day)s %(hour)s · %(count)d person short · %(unit)s", "%(day)s %(hour)s · %(count)d people short · %(unit)s", shift.free
    )
    facts = {"day": day(shift.starts_at), "hour": clock(shift.starts_at), "count": shift.free, "unit": shift.activity.unit.short_name}
    return Row(
        title=f"{shift.activity.title}, {shift.name[:1].lower()}{shift.name[1:]}" if shift.name else shift.activity.title,
        url=reverse("activities:detail", args=[shift.activity_id]),
        icon="users",
        tone="text-ink-accent",
        meta=text % facts,
        figure=seats(shift.taken, shift.places, "small"),
        deadline=days_left(shift.starts_at),
        verb=_("Share"),
    )


def decision_row(activity: Activity) -> Row:
    return Row(**facts_of(activity), icon="user-check", tone="text-primary", verb=_("Decide"))


def returned_row(activity: Activity) -> Row:
    return Row(**facts_of(activity), icon="undo-2", tone="text-ink-accent", verb=_("Read why"))


def facts_of(activity: Activity) -> dict[str, Any]:
    when = day(activity.starts_at)
    return {
        "title": activity.title,
        "url": reverse("activities:detail", args=[activity.pk]),
        "meta": f"{activity.unit.name} · {when}" if when else activity.unit.name,
        "deadline": days_left(activity.starts_at),
    }


def need_row(need: Need) -> Row:
    meta = _("Last confirmed on %(day)s · %(place)s") % {"day": fulldate(need.confirmed_at), "place": need.area.name}
    url = reverse("needs:detail", args=[need.pk])
    return Row(need.title, url, "map-pin-off", meta, days_left(need.ends_on), _("Still needed?"))


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


def move_row(move: UnsettledMove) -> Row:
    facts = {"old": move.before.unit.short_name, "now": move.after.unit.short_name}
    meta = _("Formerly %(old)s, for now in %(now)s") % facts
    url = f"{reverse('desk:moves')}?don-vi={move.before.unit.slug}"
    return Row(move.after.person.full_name, url, "waypoints", meta, "", _("Choose the unit"))
