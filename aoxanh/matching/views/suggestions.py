"""Suggestions from the same engine: what is near a volunteer this week, and who could come to a shift of an organiser."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Activity, Shift
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, is_htmx, render_page, render_part, say
from aoxanh.matching import policies, words
from aoxanh.matching.actions.inviting import invite as ask_people
from aoxanh.matching.forms import InviteForm
from aoxanh.matching.suggesting import people_for_shift, suggest_for_person
from aoxanh.people.policies import visible_people
from aoxanh.people.queries import person_of

SHOWN = 3
ALL = 20
COULD_COME = 20


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Activities near the volunteer, each with why; three of them as a part of other pages."""
    person = person_of(request.user)
    is_part = is_htmx(request)
    found = suggest_for_person(person, most=SHOWN if is_part else ALL) if person else []
    rows = [{"shift": one.shift, "why": words.brief(one.why)} for one in found]
    facts = {"rows": rows, "person": person}
    if is_part:
        return render_part(request, "matching/mine.html", "few", **facts)
    return render_page(request, "matching/mine.html", **facts)


@login_required
@require_safe
def fill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who could come to a shift of the activity, the best first; the shift with most places free unless another is asked for."""
    activity = get_object_or_404(policies.fillable_activities(request.user), pk=pk)
    return show(request, activity)


def show(request: HttpRequest, activity: Activity, *, status: int = 200, form: InviteForm | None = None) -> HttpResponse:
    shifts = list(activity.shifts.filter(starts_at__gt=timezone.now()).order_by("starts_at", "id"))
    wanted = request.GET.get("ca") or request.resolver_match.kwargs.get("shift_pk")
    shift = next((one for one in shifts if str(one.pk) == str(wanted)), max(shifts, key=lambda one: one.free, default=None))
    found = people_for_shift(shift, visible=visible_people(request.user, today()), most=COULD_COME) if shift else None
    people = [{"person": one.person, "points": one.points, "why": words.brief(one.why)} for one in found.people] if found else []
    return render_page(
        request,
        "matching/fill.html",
        status=status,
        activity=activity,
        shifts=shifts,
        shift=shift,
        people=people,
        others=found.others if found else 0,
        form=form,
        request_id=uuid4(),
    )


@login_required
@require_POST
def invite(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    activity = get_object_or_404(policies.fillable_activities(request.user), pk=pk)
    shift = get_object_or_404(Shift.objects.select_related("activity__unit"), pk=shift_pk, activity=activity)
    form = InviteForm(visible_people(request.user, today()), request.POST)
    if not form.is_valid():
        return show(request, activity, status=UNPROCESSABLE, form=form)
    asked = ask_people(shift, people=form.cleaned_data["people"], request_id=form.cleaned_data["request_id"], by=request.user)
    if asked.refused:
        return render_page(
            request, "matching/invited.html", status=200 if asked.sent else CONFLICT, activity=activity, shift=shift, asked=asked
        )
    say(request, ngettext("Sent %(n)d invitation.", "Sent %(n)d invitations.", asked.sent) % {"n": asked.sent})
    return redirect("suggestions:fill", pk)
