"""What there is: the list, one activity, who comes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import policies, queries
from aoxanh.activities.forms import ReasonForm
from aoxanh.activities.models import Activity
from aoxanh.activities.overbooking import absence_of
from aoxanh.activities.queries.desk import GROUPS
from aoxanh.activities.queries.lists import with_text
from aoxanh.activities.queries.signups import with_guardians
from aoxanh.activities.states import ROAD, STATES, STEPS, place_on_road, state_of
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.people.queries import person_of

PAGE = 30
ON_SCREEN, ON_PAPER = 200, 400
EDITABLE = (Activity.Status.DRAFT, Activity.Status.RETURNED, Activity.Status.OPEN)
ENDED = (Activity.Status.RECORDED, Activity.Status.CANCELLED, Activity.Status.WITHDRAWN)


@login_required
@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    activities = acting(request).narrow(policies.readable_activities(request.user))
    text = request.GET.get("tim", "").strip()[:80]
    rows = page(queries.desk_activities(with_text(activities, text)), request, by=("group", "turn", "id"), size=PAGE)
    return render_page(
        request,
        "activities/list.html",
        page=rows,
        counts=queries.unit_counts(activities),
        text=text,
        on=today(),
        may_manage=policies.managed_units(request.user).exists(),
        manageable=set(policies.manageable_activities(request.user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)),
        approvable=set(policies.approvable_activities(request.user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)),
        groups={number: STATES[status].group for number, status in enumerate(GROUPS)},
    )


@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show_activity(request, get_object_or_404(whole(policies.readable_activities(request.user)), pk=pk))


def whole(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    related = ("unit", "area__parent", "need", "campaign", "front", "model", "picture", "training_first", "series", "copied_from")
    return activities.select_related(*related, "created_by__person")


def show_activity(request: HttpRequest, activity: Activity, *, status: int = 200, **more: Any) -> HttpResponse:
    return render_page(request, "activities/detail.html", status=status, **context_of(request, activity), **more)


def context_of(request: HttpRequest, activity: Activity) -> dict[str, Any]:
    """All that the page says; `may_…` name the buttons that this reader has."""
    steps = list(queries.steps_of(activity))
    may_manage = policies.may_manage(request.user, activity)
    is_waiting = activity.status in (Activity.Status.SUBMITTED, Activity.Status.ENDORSED)
    is_postponed = activity.status == Activity.Status.POSTPONED
    shifts = list(queries.shifts_of(activity).prefetch_related("roles__skill", "waves"))
    return {
        "activity": activity,
        "state": state_of(activity, free=sum(shift.free for shift in shifts if not shift.has_begun)),
        "shifts": shifts,
        "days": queries.days_of_series(activity),
        "absence": absence_of(activity.unit) if any(shift.extra for shift in shifts) else None,
        "unanswered": queries.unanswered(activity),
        "agreed": queries.agreed_levels(activity, steps),
        "skills": list(activity.skills.all()),
        "steps": queries.told_steps(steps, STEPS),
        "road": [(label, number) for number, (label, _states) in enumerate(ROAD, 1)],
        "road_labels": [label for label, _states in ROAD],
        "on_road": place_on_road(activity),
        "nobody_decides": is_waiting and not queries.deciders_of(activity).exists(),
        "last_reason": next((step.reason for step in reversed(steps) if step.reason), ""),
        "is_ahead": activity.status == Activity.Status.OPEN and not activity.is_over,
        "may_edit": may_manage and activity.status in EDITABLE and not activity.is_over,
        "may_submit": may_manage and activity.status in (Activity.Status.DRAFT, Activity.Status.RETURNED),
        "may_cancel": may_manage and activity.status not in (*ENDED, Activity.Status.CLOSED) and (is_postponed or not activity.is_over),
        "may_postpone": may_manage and activity.status == Activity.Status.OPEN and any(not shift.has_begun for shift in shifts),
        "may_resume": may_manage and is_postponed,
        "may_repeat": may_manage
        and not activity.series_id
        and activity.status in (Activity.Status.DRAFT, Activity.Status.RETURNED)
        and bool(shifts),
        "may_copy": may_manage,
        "may_approve": policies.may_approve(request.user, activity),
        "may_record": may_manage and activity.is_over and activity.status in (Activity.Status.OPEN, Activity.Status.CLOSED),
        "record_url": address("records:edit", activity.pk),
        "public_url": public_url(activity),
        "reason_form": ReasonForm(),
    }


def public_url(activity: Activity) -> str:
    """The address to share, once everyone may see it."""
    return settings.BASE_URL + reverse("portal:activity", args=[activity.slug]) if activity.is_public else ""


def address(name: str, *values: Any) -> str:
    """The address of a page that an upper floor may offer; nothing where it does not."""
    try:
        return reverse(name, args=values)
    except NoReverseMatch:
        return ""


@login_required
@require_safe
def roster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who comes to which shift; of a large one the first people, and with `ca` that shift alone, page by page."""
    activity = get_object_or_404(whole(policies.readable_activities(request.user)), pk=pk)
    rosters = queries.rosters(activity, most=ON_SCREEN)
    if chosen := next((one.shift for one in rosters if str(one.shift.pk) == request.GET.get("ca")), None):
        rows = page(queries.roster(chosen), request, by=("person__sort_key", "id"), size=ON_SCREEN)
        rosters = [queries.RosterShift(chosen, with_guardians(rows.rows), rows.next_query if rows.next else "")]
    return render_page(
        request,
        "activities/roster.html",
        activity=activity,
        state=state_of(activity),
        rosters=rosters,
        people=sum(one.shift.taken for one in rosters),
        places=sum(one.shift.places for one in rosters),
        is_one_shift=chosen is not None,
        may_manage=policies.may_manage(request.user, activity),
        public_url=public_url(activity),
    )


@login_required
@require_safe
def paper(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    """One shift's list on A4, for the place of work, 400 people at a time. With `khan-cap`, for the organiser alone, whom to call."""
    activity = get_object_or_404(whole(policies.readable_activities(request.user)), pk=pk)
    shift = get_object_or_404(activity.shifts, pk=shift_pk)
    scan = address("attendance:scan", shift.pk)
    sheets = max(1, -(-shift.taken // ON_PAPER))
    sheet = min(max(1, number_in(request.GET.get("tap", ""))), sheets)
    first = (sheet - 1) * ON_PAPER
    may_manage = policies.may_manage(request.user, activity)
    return render_page(
        request,
        "activities/paper.html",
        activity=activity,
        roster=queries.RosterShift(shift, list(queries.roster(shift)[first : first + ON_PAPER]), first=first + 1),
        sheet=sheet,
        sheets=range(1, sheets + 1),
        may_manage=may_manage,
        with_emergency=may_manage and "khan-cap" in request.GET,
        in_charge=getattr(activity.created_by, "person", None),
        reader=person_of(request.user),
        scan_url=settings.BASE_URL + scan if scan else "",
    )


def number_in(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
