"""Contracts of a programme at the desk, and one's own."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.activities import leading
from aoxanh.activities.actions import contracts as actions
from aoxanh.activities.actions.campaigns import ENDED, last_day
from aoxanh.activities.forms.campaigns import ContractForm, ContractsForm, EndForm, TermsForm
from aoxanh.activities.models import Campaign
from aoxanh.activities.queries import campaigns as queries
from aoxanh.activities.queries.teams import members_of, teams_in
from aoxanh.activities.views.campaigns import key, led
from aoxanh.activities.views.teams import find
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

LIST, NEW, MANY, END, OWN = (f"activities/contracts/{name}.html" for name in ("list", "new", "many", "end", "own"))
PAGE = 40


@never_cache
@login_required
@require_safe
def contract_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those in force; `?loc=` narrows to those that end soon, ended early, or ran out."""
    programmes = Campaign.objects.filter(form=Campaign.Form.PROGRAMME).select_related("unit")
    campaign = get_object_or_404(programmes.filter(pk__in=readable(request)), pk=pk)
    on, asked = today(), request.GET.get("loc", "")
    narrow = {
        "sap-het": queries.ending_soon(on, settings.CONTRACT_SOON_DAYS),
        "cham-dut": Q(ended_on__isnull=False),
        "het-han": Q(ended_on=None, during__endswith__lte=on),
    }.get(asked, Q(holds(on)) & Q(ended_on=None))
    rows = queries.contracts_of(campaign).filter(narrow, pk__in=leading.readable_contracts(request.user).values("pk"))
    may_change = leading.may_lead(request.user, campaign) and campaign.status not in ENDED
    return render_page(
        request,
        LIST,
        campaign=campaign,
        page=page(rows, request, by=("person__sort_key", "id"), size=PAGE),
        counts=queries.contract_counts(campaign, on, settings.CONTRACT_SOON_DAYS),
        asked=asked,
        soon=settings.CONTRACT_SOON_DAYS,
        on=on,
        may_change=may_change,
    )


def readable(request: HttpRequest) -> Any:
    """Programmes of units whose people the reader reads."""
    return leading.programmes_with_people(request.user).values("pk")


@never_cache
@login_required
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First the person is found, then the terms are written."""
    campaign = led(request, pk)
    text = request.GET.get("tim", "").strip()[:80]
    asked = key(request.POST.get("person", "") or request.GET.get("nguoi", ""))
    person = leading.choosable_people(request.user).filter(pk=asked).first() if asked else None
    form = ContractForm(request.POST if request.method == "POST" else None, initial=usual(campaign))
    context = {"campaign": campaign, "text": text, "person": person, "form": form, "found": find(request, text) if text else None}
    if request.method != "POST" or person is None:
        return render_page(request, NEW, **context)
    if not form.is_valid():
        return answer_mistakes(request, NEW, **context)
    given = form.cleaned_data
    facts = {"person": person, "number": given["number"], "terms": terms(form), "request_id": given["request_id"]}
    try:
        actions.note_contract(campaign, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, NEW, **context)
    say(request, _("The contract of %(name)s is noted.") % {"name": person.full_name})
    return redirect("campaigns:contracts", pk)


def usual(campaign: Campaign) -> dict[str, Any]:
    """Signed today, for what is left of the programme."""
    on = today()
    return {"signed_on": on, "first": max(on, campaign.during.lower), "last": last_day(campaign)}


def terms(form: TermsForm) -> actions.Terms:
    return actions.Terms(**{name: form.cleaned_data[name] for name in actions.Terms.__dataclass_fields__})


@never_cache
@login_required
def many(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same terms for a team or a list of phone numbers; a number that leads to nobody is named before anything is written."""
    campaign = led(request, pk)
    form = ContractsForm(request.POST if request.method == "POST" else None, teams=teams_in(campaign), initial=usual(campaign))
    if not form.is_bound:
        return render_page(request, MANY, campaign=campaign, form=form)
    if not form.is_valid() or (people := people_of(request, form)) is None:
        return answer_mistakes(request, MANY, campaign=campaign, form=form)
    try:
        noted = actions.note_contracts(
            campaign, people=people, terms=terms(form), request_id=form.cleaned_data["request_id"], by=request.user
        )
    except Refused as refusal:
        return answer_refusal(request, refusal, MANY, campaign=campaign, form=form)
    say(request, told(noted))
    return redirect("campaigns:contracts", pk)


def people_of(request: HttpRequest, form: ContractsForm) -> list[Person] | None:
    """Everyone who is meant, each once; None where a number leads to nobody whom the reader sees, or to several."""
    given, seen = form.cleaned_data, leading.choosable_people(request.user)
    people = {member.person_id: member.person for member in members_of(given["team"])} if given["team"] else {}
    by_phone: dict[str, list[Person]] = {}
    for person in seen.filter(phone__in=given["phones"]).select_related("user"):
        by_phone.setdefault(person.phone, []).append(person)
    unclear = [spoken(number) for number in given["phones"] if len(by_phone.get(number, ())) != 1]
    if unclear:
        text = _("These numbers lead to nobody in your units, or to several: %(numbers)s. Take them out, or note those people one by one.")
        form.add_error("phones", text % {"numbers": ", ".join(unclear[:20])})
        return None
    people |= {found[0].pk: found[0] for found in by_phone.values()}
    return list(people.values())


def told(noted: actions.Noted) -> str:
    number = len(noted.contracts)
    text = ngettext("%(count)d contract is noted.", "%(count)d contracts are noted.", number) % {"count": number}
    for names, why in (
        (noted.held_already, _("Had one already: %(names)s.")),
        (noted.without_consent, _("A guardian is missing: %(names)s.")),
    ):
        if names:
            text = f"{text} {why % {'names': ', '.join(person.full_name for person in names[:10])}}"
    return text


@never_cache
@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    contract = get_object_or_404(leading.manageable_contracts(request.user).select_related("campaign", "person"), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": today()})
    if not form.is_bound:
        return render_page(request, END, contract=contract, form=form)
    if not form.is_valid():
        return answer_mistakes(request, END, contract=contract, form=form)
    try:
        actions.end_contract(contract, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return answer_refusal(request, refusal, END, contract=contract, form=form)
    say(request, _("The contract of %(name)s has ended. They were told.") % {"name": contract.person.full_name})
    return redirect("campaigns:contracts", contract.campaign_id)


@never_cache
@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return render_page(request, OWN, contracts=list(leading.own_contracts(request.user)), on=today())
