"""Lists that leave: who may take which, with the filter of the page that they come from. Each leaving is noted in the log."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions, permitted_ids
from aoxanh.accounts.models import User
from aoxanh.activities.policies import readable_activities
from aoxanh.activities.queries.lists import with_text
from aoxanh.activities.states import state_of
from aoxanh.desk.policies import visible_units
from aoxanh.desk.queries import officers as lists
from aoxanh.imports.registry import Field
from aoxanh.kit.dates import holds, local, today
from aoxanh.kit.sheets.writing import Column
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs.models import Need
from aoxanh.needs.policies import visible_needs
from aoxanh.org.importing import Units
from aoxanh.org.importing import rows as unit_rows
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree_ids
from aoxanh.people.forms.desk import FilterForm
from aoxanh.people.importing.exporting import OFFICER_FIELDS, VOLUNTEER_FIELDS, member_rows, officer_rows
from aoxanh.people.models import Appointment, Membership, Person
from aoxanh.people.policies import readable_units
from aoxanh.people.queries import filtered
from aoxanh.people.queries.lists import LIVING, belonging

BATCH = 2000

type Rows = Iterator[Sequence[Any]]


@dataclass(frozen=True)
class Export:
    """A list that can be taken away: `rows` asks the request for its filter."""

    code: str
    label: Promise
    permission: str
    columns: tuple[Column, ...]
    rows: Callable[[HttpRequest], Rows]


def columns(fields: Sequence[Field]) -> tuple[Column, ...]:
    return tuple(Column(field.label, field.width) for field in fields)


def units_in_sight(request: HttpRequest, permission: str) -> Any:
    """Ids of the units in which the reader may take such a list away, within the one acted for."""
    allowed = Unit.objects.filter(pk__in=permitted_ids(request.user, permission, on=today()))
    work = acting(request)
    if len(work.units) > 1 and work.unit:
        allowed = allowed.filter(pk__in=subtree_ids([work.unit.pk], on=today()))
    if chosen := allowed.filter(slug=request.GET.get("don-vi", "")).first():
        allowed = allowed.filter(pk__in=subtree_ids([chosen.pk], on=today()))
    return allowed.values("pk")


def volunteers(request: HttpRequest) -> Rows:
    """The people of the list at the desk, with its filter; of their memberships those in the reader's units."""
    on, units = today(), units_in_sight(request, "people.export")
    form = FilterForm(request.GET, units=readable_units(request.user))
    people = filtered(Person.objects.filter(LIVING, belonging(units, on), restricted_at=None), form.filters(), on=on)
    if text := search_key(request.GET.get("q", "")[:80]):
        people = people.filter(search_key__contains=text)
    return member_rows(people, Membership.objects.filter(holds(on), unit__in=units))


def officers(request: HttpRequest) -> Rows:
    """Who holds a post today; from the list of a year, who held one of its posts in that year."""
    allowed = Appointment.objects.filter(post__unit__in=units_in_sight(request, "people.export"), person__restricted_at=None)
    listed = Unit.objects.filter(slug=request.GET.get("don-vi", "")).first()
    if not listed:
        return officer_rows(allowed.filter(holds(today())))
    year = lists.asked_year(request.GET.get("nam", ""))
    posts = lists.narrowed(lists.posts_of(listed, request.user, year, request.GET.get("cap", "")), year, request.GET.get("loc", ""))
    when = holds(today()) if year.number == today().year else Q(during__overlap=year.period)
    return officer_rows(allowed.filter(when, post__in=posts))


def units(request: HttpRequest) -> Rows:
    """The units of the tree's day that hold the text."""
    on = day_asked(request)
    found = visible_units(request.user, on=on)
    work = acting(request)
    if len(work.units) > 1 and work.unit:
        found = found.filter(pk__in=subtree_ids([work.unit.pk], on=on))
    if top := found.filter(slug=request.GET.get("goc", "")).first():
        found = found.filter(pk__in=subtree_ids([top.pk], on=on))
    if text := search_key((request.GET.get("tim") or request.GET.get("q") or "")[:80]):
        found = found.filter(search_key__contains=text)
    return unit_rows(found, on)


def day_asked(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return today()


def activities(request: HttpRequest) -> Rows:
    found = readable_activities(request.user).filter(unit__in=units_in_sight(request, "activities.read"))
    if text := search_key(request.GET.get("tim", "")[:80]):
        found = with_text(found, text)
    counted = found.select_related("unit", "area__parent").annotate(
        shift_count=Count("shifts"), place_count=Sum("shifts__places"), taken_count=Sum("shifts__taken")
    )
    for one in counted.order_by("-starts_at", "id").iterator(BATCH):
        begins, ends = (local(one.starts_at), local(one.ends_at)) if one.starts_at and one.ends_at else (None, None)
        days = [begins.strftime("%d/%m/%Y %H:%M") if begins else "", ends.strftime("%d/%m/%Y %H:%M") if ends else ""]
        place = [one.place_name, one.area.name, one.area.parent.name if one.area.parent else ""]
        yield [
            one.title,
            one.unit.name,
            *place,
            *days,
            str(state_of(one).label),
            one.shift_count,
            one.place_count or 0,
            one.taken_count or 0,
        ]


def needs(request: HttpRequest) -> Rows:
    on, needs = today(), visible_needs(request.user).filter(unit__in=units_in_sight(request, "needs.read"))
    is_past = Q(status=Need.Status.CLOSED) | Q(ends_on__lt=on)
    found = needs.filter(is_past if "da-qua" in request.GET else ~is_past).select_related("unit", "area__parent")
    for one in found.order_by("-ends_on", "id").iterator(BATCH):
        place = [one.address, one.area.name, one.area.parent.name if one.area.parent else ""]
        yield [one.title, one.unit.name, *place, one.people_wanted, one.starts_on, one.ends_on, one.urgent, local(one.confirmed_at).date()]


ACTIVITY_COLUMNS = tuple(
    Column(label, width)
    for label, width in (
        ("Hoạt động", 40),
        ("Đơn vị", 26),
        ("Địa điểm", 26),
        ("Xã, phường", 20),
        ("Tỉnh, thành phố", 18),
        ("Bắt đầu", 18),
        ("Kết thúc", 18),
        ("Trạng thái", 12),
        ("Số ca", 8),
        ("Số chỗ", 8),
        ("Đã đăng ký", 10),
    )
)
NEED_COLUMNS = tuple(
    Column(label, width)
    for label, width in (
        ("Nhu cầu", 40),
        ("Đơn vị", 26),
        ("Nơi gặp", 26),
        ("Xã, phường", 20),
        ("Tỉnh, thành phố", 18),
        ("Số người cần", 12),
        ("Từ ngày", 14),
        ("Đến ngày", 14),
        ("Gấp", 6),
        ("Xác nhận lần cuối", 16),
    )
)

EXPORTS: dict[str, Export] = {
    one.code: one
    for one in (
        Export("volunteers", _("Volunteers and members"), "people.export", columns(VOLUNTEER_FIELDS), volunteers),
        Export("officers", _("Officers"), "people.export", columns(OFFICER_FIELDS), officers),
        Export("units", _("Units"), "units.read", columns(Units.fields), units),
        Export("activities", _("Activities"), "activities.read", ACTIVITY_COLUMNS, activities),
        Export("needs", _("Needs"), "needs.read", NEED_COLUMNS, needs),
    )
}


def exports_of(user: User | AnonymousUser) -> list[Export]:
    """What the user may take away somewhere."""
    held = permissions(user, on=today())
    return [one for one in EXPORTS.values() if one.permission in held]
