"""Writing an activity down: new, from a need, and again."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import actions, policies, queries
from aoxanh.activities.forms import ActivityForm, first_shift, new_row, plans_of, shift_rows
from aoxanh.activities.forms.roles import MOST_ROLES, MOST_WAVES, new_role, new_wave
from aoxanh.activities.forms.shifts import MOST_SHIFTS, one_more, unchecked, unchecked_rows
from aoxanh.activities.models import Activity
from aoxanh.activities.overbooking import absence_of
from aoxanh.activities.views.desk import EDITABLE, whole
from aoxanh.activities.views.starting import NOTHING, Start, start_of
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, render_part, say
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.places.queries import province_of

FIELD_OF = {
    "place_outside": "area",
    "need_closed": "need",
    "not_taking_part": "campaign",
    "campaign_not_open": "campaign",
    "outside_campaign": "campaign",
    "front_elsewhere": "front",
}
MORE = "them"
"""The button that asks for one row more; nothing is saved then."""
SCOPE, FOLLOWING = "pham-vi", "tu-day"


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that starts from a need, a template, or a former activity."""
    units = policies.managed_units(request.user)
    if not units.exists():
        raise Http404
    need, start = need_of(request), start_of(request)
    if request.method == "POST":
        sent = one_more(request.POST, request.POST.get(MORE, ""))
        form = ActivityForm(sent, request.FILES, units=units, user=request.user, need=need)
        return save(request, form, shift_rows(sent), start)
    unit = usual_unit(request, units, need)
    form = ActivityForm(units=units, user=request.user, need=need, unit=unit, start=start.details)
    return show_form(request, form, shift_rows(firsts=start.shifts or [first_shift(need)], extra=extra_rows(request)), start=start)


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    activity = get_object_or_404(whole(policies.manageable_activities(request.user)), pk=pk)
    if activity.status not in EDITABLE:
        return redirect("activities:detail", activity.pk)
    units = Unit.objects.filter(pk=activity.unit_id).select_related("area__parent")
    shifts = list(queries.shifts_of(activity).prefetch_related("roles", "waves"))
    if request.method == "POST":
        sent = one_more(request.POST, request.POST.get(MORE, ""))
        form = ActivityForm(sent, request.FILES, units=units, user=request.user, activity=activity)
        return save(request, form, shift_rows(sent, shifts=shifts))
    form = ActivityForm(units=units, user=request.user, activity=activity)
    return show_form(request, form, shift_rows(shifts=shifts, extra=extra_rows(request)))


def need_of(request: HttpRequest) -> Need | None:
    """The need from which the activity starts, if it is still on the map."""
    given = request.POST.get("need") or request.GET.get("nhu-cau")
    try:
        return Need.objects.live(today()).select_related("area").filter(pk=UUID(given)).first() if given else None
    except ValueError:
        return None


def usual_unit(request: HttpRequest, units: QuerySet[Unit], need: Need | None) -> Unit | None:
    """The unit of the need where one organises for it, else the one acted for."""
    home = acting(request).unit
    wished = [need.unit_id if need else None, home.pk if home else None]
    found = {unit.pk: unit for unit in units.filter(pk__in=[pk for pk in wished if pk])}
    return next((found[pk] for pk in wished if pk in found), units.first())


def extra_rows(request: HttpRequest) -> int:
    return 1 if "them-ca" in request.GET else 0


def save(request: HttpRequest, form: ActivityForm, rows: Any, start: Start = NOTHING) -> HttpResponse:
    are_valid = [form.is_valid(), rows.is_valid()]
    picture = keep_picture(request, form)
    if MORE in request.POST:
        unchecked(form)
        unchecked_rows(rows)
        return show_form(request, form, rows, picture=picture, start=start)
    if not all(are_valid):
        return show_form(request, form, rows, status=UNPROCESSABLE, picture=picture, start=start)
    unit = form.activity.unit if form.activity else form.cleaned_data["unit"]
    given = {"details": form.details(picture), "shifts": plans_of(rows, absence_of(unit)), "by": request.user}
    try:
        activity, said = write(request, form, start, given)
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        response = show_form(request, form, rows, status=CONFLICT, picture=picture, start=start)
        response["X-Refusal"] = refusal.code
        return response
    say(request, said)
    return redirect("activities:detail", activity.pk)


def write(request: HttpRequest, form: ActivityForm, start: Start, given: dict[str, Any]) -> tuple[Activity, str]:
    """The one action that the form asks for, and what to say about it."""
    if form.activity is None:
        sent = {"request_id": form.cleaned_data["request_id"], "like": start.like, "template": start.template}
        activity = actions.create_activity(form.cleaned_data["unit"], **sent, **given)
        return activity, _("Saved as a draft. Nobody else sees it yet.")
    if form.activity.series_id and request.POST.get(SCOPE) == FOLLOWING:
        changed = actions.revise_following(form.activity, **given)
        text = ngettext("Saved for %(count)d day of the series.", "Saved for %(count)d days of the series.", len(changed))
        return changed[0], text % {"count": len(changed)}
    activity = actions.revise(form.activity, **given)
    return activity, _("Saved. Who has a place in a changed shift was told.") if form.is_open else _(
        "Saved as a draft. Nobody else sees it yet."
    )


def keep_picture(request: HttpRequest, form: ActivityForm) -> Picture | None:
    """The picture as it will be: a new one is kept at once, so that it need not be chosen again after another mistake."""
    given = form.cleaned_data
    if given.get("picture"):
        return accept_picture(given["picture"], by=request.user, alt=given.get("title", ""))
    if given.get("remove_picture"):
        return None
    return given.get("kept_picture") or (form.activity.picture if form.activity else None)


def show_form(
    request: HttpRequest, form: ActivityForm, rows: Any, *, status: int = 200, picture: Picture | None = None, start: Start = NOTHING
) -> HttpResponse:
    shown = picture or (form.activity.picture if form.activity and not form.is_bound else None)
    place = place_of(form)
    absence = absence_of(place["unit"]) if isinstance(place["unit"], Unit) else None
    context = {
        "form": form,
        "rows": rows,
        "picture": shown,
        "start": start,
        "absence": absence,
        "is_following": request.POST.get(SCOPE) == FOLLOWING,
    }
    return render_page(request, "activities/form.html", status=status, **context, **place)


def place_of(form: ActivityForm) -> dict[str, object]:
    """Where the map of the form begins: at the unit that is chosen."""
    chosen = form["unit"].value()
    unit = form.fields["unit"].queryset.filter(pk=getattr(chosen, "pk", chosen)).first() if is_key(chosen) else None
    area = unit.area if unit else None
    return {
        "unit": unit,
        "province": province_of(area).code if area else "",
        "centre": f"{area.latitude},{area.longitude}" if area else "",
    }


def is_key(value: Any) -> bool:
    try:
        UUID(str(getattr(value, "pk", value)))
    except ValueError:
        return False
    return True


@login_required
@require_safe
def shift_row(request: HttpRequest) -> HttpResponse:
    """One more empty row, numbered after those that the form has."""
    number = number_in(request, "shifts", MOST_SHIFTS)
    return render_part(request, "activities/form.html", "added", row=new_row(number), number=number + 1, total=number + 1)


@login_required
@require_safe
def role_row(request: HttpRequest, number: int) -> HttpResponse:
    """One more role in the shift of that number."""
    prefix = f"shifts-{number}-roles"
    have = number_in(request, prefix, MOST_ROLES)
    return render_part(request, "activities/form.html", "added_role", one=new_role(prefix, have), total=have + 1, prefix=prefix)


@login_required
@require_safe
def wave_row(request: HttpRequest, number: int) -> HttpResponse:
    """One more wave in the shift of that number."""
    prefix = f"shifts-{number}-waves"
    have = number_in(request, prefix, MOST_WAVES)
    return render_part(request, "activities/form.html", "added_wave", one=new_wave(prefix, have), total=have + 1, prefix=prefix)


def number_in(request: HttpRequest, prefix: str, most: int) -> int:
    """How many rows the form has."""
    try:
        number = int(request.GET.get(f"{prefix}-TOTAL_FORMS", ""))
    except ValueError as not_a_number:
        raise Http404 from not_a_number
    if not 0 <= number < most:
        raise Http404
    return number
