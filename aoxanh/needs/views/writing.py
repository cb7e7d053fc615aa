"""Writing a need down: from nothing, from a citizen's report, from a need that was."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, render_part, say
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions, policies, queries
from aoxanh.needs.actions.publishing import MOST_MATERIALS
from aoxanh.needs.forms import NeedForm, new_row
from aoxanh.needs.forms.materials import typed_rows
from aoxanh.needs.models import Need, Report
from aoxanh.people.queries import person_of
from aoxanh.places.queries import province_of

FORBIDDEN = 403
ADD_ROW, REPORT, AGAIN = "them-dong", "tin", "tu"
FIELD_OF = {
    "not_permitted": "unit",
    "people_not_positive": "people_wanted",
    "too_many_people": "people_wanted",
    "contact_not_whole": "contact_name",
    "post_of_others": "contact_post",
    "contact_unseen": "contact_shown_to",
    "ends_before_starts": "ends_on",
    "in_the_past": "ends_on",
    "too_far_ahead": "ends_on",
    "unknown_kind": "kind",
    "outside_vietnam": "latitude",
    "outside_commune": "area",
    "far_from_commune": "area",
}
MEASURES = ("cái", "chiếc", "bộ", "kg", "thùng", "bao", "cuốn", "m", "m²", "lít", "suất", "cây")
TAKEN_OVER = ("title", "kind", "people_wanted", "description", "address", "latitude", "longitude", "source_name")


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = policies.publishable_units(request.user)
    if not units.exists():
        return render_page(request, "needs/not_permitted.html", status=FORBIDDEN)
    if ADD_ROW in request.POST:
        rows = [*typed_rows(request.POST), {}][:MOST_MATERIALS]
        return show_form(request, NeedForm(units, initial=typed(request.POST), rows=rows))
    if request.method == "POST":
        return publish(request, NeedForm(units, request.POST))
    return show_form(request, first_form(request, units))


def first_form(request: HttpRequest, units: Any) -> NeedForm:
    """With what is known already: who asks, the report or the need that it comes from."""
    report, former = report_of(request, request.GET.get(REPORT)), former_of(request)
    home = (report and units.filter(pk=report.unit_id).first()) or (former and units.filter(pk=former.unit_id).first())
    initial = {**own_contact(request), **(from_report(report) if report else {}), **(from_need(former) if former else {})}
    rows = [{"name": line.name, "quantity": line.quantity, "measure": line.measure} for line in former.materials.all()] if former else None
    return NeedForm(units, unit=home or acting(request).first_choice(units), initial=initial, rows=rows)


def typed(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, for a form that comes again without being judged."""
    values = {name: data.getlist(name) if name == "skills" else data[name] for name in data}
    return {name: value for name, value in values.items() if value}


def own_contact(request: HttpRequest) -> dict[str, str]:
    person = person_of(request.user)
    return {"contact_name": person.full_name, "contact_phone": spoken(person.phone)} if person and person.phone else {}


def report_of(request: HttpRequest, given: str | UUID | None) -> Report | None:
    """The waiting report that the need is made of; 404 for one that is not for this reader."""
    if not given:
        return None
    found = policies.moderated_reports(request.user).filter(pk=given).first() if is_key(given) else None
    if found is None:
        raise Http404
    return found


def former_of(request: HttpRequest) -> Need | None:
    given = request.GET.get(AGAIN, "")
    return policies.visible_needs(request.user).filter(pk=given).first() if is_key(given) else None


def is_key(given: str | UUID) -> bool:
    try:
        UUID(str(given))
    except ValueError:
        return False
    return True


def from_report(report: Report) -> dict[str, Any]:
    """The citizen's words, for the focal point to make a need of; who told it stays out."""
    point = {"latitude": f"{report.latitude:.6f}", "longitude": f"{report.longitude:.6f}", "address": report.address}
    return {"description": report.text, "report": report.pk, **point}


def from_need(need: Need) -> dict[str, Any]:
    facts = {name: getattr(need, name) for name in TAKEN_OVER}
    return facts | {"skills": [skill.pk for skill in need.skills.all()]}


def publish(request: HttpRequest, form: NeedForm) -> HttpResponse:
    if not form.is_valid():
        if form.data.get("area"):
            offer_communes(form)
        return show_form(request, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        need = actions.publish_need(
            given["unit"],
            facts=form.facts,
            skills=given["skills"],
            request_id=given["request_id"],
            by=request.user,
            report=report_of(request, given["report"]),
        )
    except Refused as refusal:
        return refuse(request, form, refusal)
    say(request, _("Published. Everyone sees it on the map."))
    return redirect("needs:detail", need.pk)


def refuse(request: HttpRequest, form: NeedForm, refusal: Refused) -> HttpResponse:
    """The same page with the sentence at its field; a point outside the commune brings the communes to choose from."""
    if form.data.get("area") or FIELD_OF.get(refusal.code) == "area":
        offer_communes(form)
    form.add_error(FIELD_OF.get(refusal.code), str(refusal))
    response = show_form(request, form, status=CONFLICT)
    response["X-Refusal"] = refusal.code
    return response


def offer_communes(form: NeedForm) -> None:
    given = form.cleaned_data
    if given.get("unit") and given.get("latitude") is not None and given.get("longitude") is not None:
        form.offer(queries.communes_meant(given["unit"], given["latitude"], given["longitude"], on=today()))


def show_form(request: HttpRequest, form: NeedForm, status: int = 200) -> HttpResponse:
    report = report_of(request, form["report"].value())
    return render_page(request, "needs/new.html", status=status, form=form, report=report, measures=MEASURES, **place_of(form))


def place_of(form: NeedForm) -> dict[str, object]:
    """Where the map of the form begins: at the unit that is chosen."""
    chosen = form.cleaned_data.get("unit") if form.is_bound else form.initial.get("unit")
    units = form.fields["unit"].queryset
    unit = (units.filter(pk=chosen).first() if isinstance(chosen, str) and is_key(chosen) else chosen) or units.first()
    area = unit.area if unit else None
    return {
        "unit": unit,
        "units": units.count(),
        "province": province_of(area).code if area else "",
        "centre": f"{area.latitude},{area.longitude}" if area else "",
    }


@login_required
@require_safe
def material_row(request: HttpRequest) -> HttpResponse:
    """One more empty row, numbered after those that the form has."""
    given = request.GET.get("materials-TOTAL_FORMS", "")
    if not given.isdigit() or int(given) >= MOST_MATERIALS:
        raise Http404
    number = int(given)
    return render_part(request, "needs/new.html", "added", row=new_row(number), number=number + 1, total=number + 1)
