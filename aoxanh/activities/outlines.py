"""An activity without its days: what a template keeps and what a copy takes over. Plain data, as JSON can hold it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from aoxanh.activities.models import Activity, Shift, ShiftRole, Template
from aoxanh.kit.dates import local, today
from aoxanh.people.models import Skill
from aoxanh.places.models import Area

PLAIN = ("title", "kind", "description", "place_name", "meeting_point", "latitude", "longitude", "min_age", "insured", "insurance_note")
MORE = ("guided", "foreign_partner", "offer_hours")
OF_ROLE = ("name", "places", "least", "degree", "must_be_proved", "min_age", "max_age", "leads", "equipment")
OF_SHIFT = ("name", "places", "least", "meeting_point", "transport")
WEEK = timedelta(days=7)


def outline_of(activity: Activity) -> dict[str, Any]:
    """`details` as the form names them, `shifts` with days counted from the first one, `equipment`."""
    shifts = list(activity.shifts.prefetch_related("roles").order_by("starts_at", "id"))
    first = local(shifts[0].starts_at).date() if shifts else today()
    details = {name: getattr(activity, name) for name in (*PLAIN, *MORE)}
    details["area"] = str(activity.area_id)
    details["skills"] = list(activity.skills.order_by("code").values_list("code", flat=True))
    details["training_first"] = activity.training_first.code if activity.training_first else ""
    details["equipment"] = list(activity.equipment.order_by("name").values("name", "quantity", "is_protective", "comes_back"))
    return {"details": details, "shifts": [outline_of_shift(shift, first) for shift in shifts]}


def outline_of_shift(shift: Shift, first: date) -> dict[str, Any]:
    start, end = local(shift.starts_at), local(shift.ends_at)
    kept = {name: getattr(shift, name) for name in OF_SHIFT}
    roles = [outline_of_role(role) for role in shift.roles.all()]
    return kept | {"day": (start.date() - first).days, "starts": f"{start:%H:%M}", "ends": f"{end:%H:%M}", "roles": roles}


def outline_of_role(role: ShiftRole) -> dict[str, Any]:
    return {name: getattr(role, name) for name in OF_ROLE} | {"skill": role.skill.code if role.skill else ""}


def initial_details(outline: dict[str, Any]) -> dict[str, Any]:
    """What the form of an activity starts with. A skill that no longer exists is left out."""
    kept = {name: value for name, value in outline.get("details", {}).items() if name in (*PLAIN, *MORE)}
    codes = {*outline.get("details", {}).get("skills", ()), outline.get("details", {}).get("training_first", "")}
    known = {skill.code: skill for skill in Skill.objects.filter(code__in=codes)}
    kept["skills"] = [known[code] for code in outline.get("details", {}).get("skills", ()) if code in known]
    kept["training_first"] = known.get(outline.get("details", {}).get("training_first", ""))
    area = as_key(outline.get("details", {}).get("area"))
    kept["area"] = Area.objects.filter(pk=area).first() if area else None
    return kept


def as_key(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def initial_shifts(outline: dict[str, Any], *, first: date) -> list[dict[str, Any]]:
    """Rows of the form, the first of them on that day."""
    wanted = {role["skill"] for shift in outline.get("shifts", ()) for role in shift.get("roles", ())}
    known = {skill.code: skill for skill in Skill.objects.filter(code__in=wanted)}
    return [row_of(shift, first, known) for shift in outline.get("shifts", ())]


def row_of(shift: dict[str, Any], first: date, known: dict[str, Skill]) -> dict[str, Any]:
    kept = {name: shift[name] for name in OF_SHIFT if name in shift}
    roles = [
        {name: role[name] for name in OF_ROLE if name in role} | {"skill": known.get(role["skill"])} for role in shift.get("roles", ())
    ]
    hours = {name: datetime.strptime(shift[name], "%H:%M").time() for name in ("starts", "ends")}  # noqa: DTZ007 -- an hour, no moment
    return kept | hours | {"day": first + timedelta(days=shift.get("day", 0)), "roles": roles}


def next_first_day(former: datetime | None) -> date:
    """The next day, from tomorrow on, that is the same weekday."""
    tomorrow = today() + timedelta(days=1)
    return tomorrow + timedelta(days=(local(former).weekday() - tomorrow.weekday()) % 7) if former else today() + WEEK


def of_template(template: Template) -> dict[str, Any]:
    return {"details": template.details, "shifts": template.shifts}
