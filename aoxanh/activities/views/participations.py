"""Units in a campaign: the list and who is asked, and the answer of a unit."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import leading
from aoxanh.activities.actions import participations as actions
from aoxanh.activities.actions.campaigns import ENDED
from aoxanh.activities.forms import ReasonForm
from aoxanh.activities.forms.campaigns import AnswerForm, InviteForm
from aoxanh.activities.models import Campaign, Participation
from aoxanh.activities.queries import campaigns as queries
from aoxanh.activities.views.campaigns import led, read
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

UNITS, ANSWER = "activities/campaigns/units.html", "activities/campaigns/answer.html"
SHOWN = 400


@login_required
@require_safe
def units(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, UNITS, **listed(request, read(request, pk)))


def listed(request: HttpRequest, campaign: Campaign, **forms: Any) -> dict[str, Any]:
    """Who was asked, who said what, and, for who leads, who may still be asked: first those directly below."""
    may_change = leading.may_lead(request.user, campaign) and campaign.status not in ENDED
    parts = list(queries.participations(campaign))
    return {
        "campaign": campaign,
        "parts": sorted(parts, key=lambda part: (bool(part.declined_at), bool(part.activity_count), bool(part.answered_at))),
        "coming": sum(1 for part in parts if part.answered_at and not part.declined_at),
        "asked": sum(1 for part in parts if not part.answered_at),
        "promised": sum(part.people for part in parts),
        "may_change": may_change,
        "invite_form": InviteForm(units=queries.uninvited(campaign)[:SHOWN]) if may_change else None,
        **forms,
    }


@login_required
@require_POST
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Those that were ticked, or all under the leading unit."""
    campaign = led(request, pk)
    waiting = queries.uninvited(campaign)
    if "all" in request.POST:
        chosen: Any = list(waiting.values_list("pk", flat=True))
    else:
        form = InviteForm(request.POST, units=waiting)
        if not form.is_valid():
            return answer_mistakes(request, UNITS, **listed(request, campaign, invite_form=form))
        chosen = [unit.pk for unit in form.cleaned_data["units"]]
    try:
        number = actions.invite(campaign, units=chosen, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, UNITS, **listed(request, campaign))
    say(request, ngettext("%(count)d unit is invited.", "%(count)d units are invited.", number) % {"count": number})
    return redirect("campaigns:units", pk)


@login_required
@require_POST
def take_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Participation.objects.filter(campaign__in=leading.manageable_campaigns(request.user)).select_related("campaign__unit", "unit")
    row = get_object_or_404(rows, pk=pk)
    try:
        actions.take_off(row, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, UNITS, **listed(request, row.campaign))
    say(request, _("Taken off the list."))
    return redirect("campaigns:units", row.campaign_id)


@login_required
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of the reader's units says how many people it brings."""
    campaign, unit, row = asked(request, pk)
    usual = {"people": row.people, "front": row.front_id} if row else {"people": 0}
    form = AnswerForm(request.POST if request.method == "POST" else None, campaign=campaign, initial=usual)
    context: dict[str, Any] = {"campaign": campaign, "unit": unit, "row": row, "form": form, "units": units_to_answer(request, campaign)}
    context["reason_form"] = ReasonForm()
    if not form.is_bound:
        return render_page(request, ANSWER, **context)
    if not form.is_valid():
        return answer_mistakes(request, ANSWER, **context)
    try:
        actions.join(campaign, unit=unit, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return answer_refusal(request, refusal, ANSWER, **context)
    say(request, _("%(unit)s takes part. Its activities can be put into the campaign.") % {"unit": unit.name})
    return redirect("campaigns:detail", pk)


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign, unit, row = asked(request, pk)
    if row is None:
        raise Http404
    reason = ReasonForm(request.POST)
    context = {"campaign": campaign, "unit": unit, "row": row, "units": units_to_answer(request, campaign)}
    context |= {"form": AnswerForm(campaign=campaign, initial={"people": row.people}), "reason_form": reason}
    if not reason.is_valid():
        return answer_mistakes(request, ANSWER, **context)
    try:
        actions.decline(row, reason=reason.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, ANSWER, **context)
    say(request, _("Declined. The unit that leads the campaign sees why."))
    return redirect("campaigns:detail", pk)


def units_to_answer(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    return list(leading.answering_units(request.user, campaign)[:SHOWN])


def asked(request: HttpRequest, pk: UUID) -> tuple[Campaign, Unit, Participation | None]:
    """The campaign, the unit that answers (named in the address, else an invited one, else the one acted for), and its row."""
    campaign = get_object_or_404(leading.readable_campaigns(request.user).select_related("unit"), pk=pk)
    mine = leading.answering_units(request.user, campaign)
    slug = request.POST.get("unit") or request.GET.get("don-vi", "")
    invited = mine.filter(participations__campaign=campaign)
    unit = mine.filter(slug=slug).first() if slug else acting(request).first_choice(invited) or acting(request).first_choice(mine)
    if unit is None:
        raise Http404
    return campaign, unit, Participation.objects.filter(campaign=campaign, unit=unit).select_related("campaign__unit", "unit").first()
