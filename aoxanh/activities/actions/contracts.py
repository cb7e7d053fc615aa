"""Contracts of volunteers in a programme: noted one by one or in bulk, ended with a reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.campaigns import check_alive, held, last_day
from aoxanh.activities.actions.teams import check_person
from aoxanh.activities.letters import campaigns as letters
from aoxanh.activities.models import Campaign, Contract
from aoxanh.activities.queries.teams import without_consent
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, is_within, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person


@dataclass(frozen=True)
class Terms:
    """What was agreed; both days count."""

    signed_on: date
    first: date
    last: date
    pay: str = ""
    gear: str = ""
    training: str = ""
    insurance: str = ""


@dataclass(frozen=True)
class Noted:
    """What a bulk did: contracts written, and people left out because they have one, or because a guardian's consent is missing."""

    contracts: list[Contract]
    held_already: list[Person] = field(default_factory=list)
    without_consent: list[Person] = field(default_factory=list)


@transaction.atomic
def note_contract(campaign: Campaign, *, person: Person, terms: Terms, number: str = "", request_id: UUID, by: User) -> Contract:
    """The volunteer is told, and sees it on a page of their own. The same request sent again gives the same contract.

    Refused: the codes of `check_terms` and of `teams.check_person`, `contract_twice`.
    """
    campaign = held(campaign)
    if seen := Contract.objects.filter(request_id=request_id, campaign=campaign).first():
        return seen
    check_terms(campaign, terms)
    check_person(person)
    given = columns(terms)
    if Contract.objects.filter(campaign=campaign, person=person, ended_on=None, during__overlap=given["during"]).exists():
        raise Refused("contract_twice", _("%(name)s has a contract on these days. End that one first.") % {"name": person.full_name})
    contract = Contract.objects.create(campaign=campaign, person=person, number=number, request_id=request_id, noted_by=by, **given)
    record("activities.contract_noted", contract, by=by, unit_id=campaign.unit_id, person=str(person.pk))
    letters.contracts_noted([contract])
    return contract


@transaction.atomic
def note_contracts(campaign: Campaign, *, people: Sequence[Person], terms: Terms, request_id: UUID, by: User) -> Noted:
    """The same terms for many at once, in a few statements; who cannot have one is left out and named.

    Refused: the codes of `check_terms`, `nobody`.
    """
    campaign = held(campaign)
    check_terms(campaign, terms)
    keys = {uuid5(request_id, str(person.pk)): person for person in people}
    if seen := list(Contract.objects.filter(request_id__in=keys).select_related("person")):
        return Noted(seen)
    given = columns(terms)
    taken = Contract.objects.filter(campaign=campaign, person__in=people, ended_on=None, during__overlap=given["during"])
    has, lacks = set(taken.values_list("person", flat=True)), set(without_consent(people).values_list("pk", flat=True))
    ready = {key: one for key, one in keys.items() if one.pk not in has | lacks}
    if not ready:
        raise Refused("nobody", _("Nobody on this list can have a contract on these days: they have one, or a guardian has not agreed."))
    contracts = [Contract(campaign=campaign, person=one, request_id=key, noted_by=by, **given) for key, one in ready.items()]
    Contract.objects.bulk_create(contracts, batch_size=1000)
    record("activities.contracts_noted", campaign, by=by, unit_id=campaign.unit_id, contracts=len(contracts))
    letters.contracts_noted(contracts)
    return Noted(contracts, [one for one in people if one.pk in has], [one for one in people if one.pk in lacks - has])


@transaction.atomic
def end_all(person: Person, *, by: User | None) -> int:
    """The person leaves for good: contracts that still run end today, those to come on their first day; how many. The terms stay noted."""
    on, ended = today(), 0
    running = Contract.objects.select_for_update(of=("self",)).filter(person=person, ended_on=None, during__endswith__gt=on)
    for contract in running.select_related("campaign").order_by("id"):
        contract.ended_on, contract.end_reason = max(on, contract.during.lower), _("The volunteer left.")
        contract.save(update_fields=["ended_on", "end_reason"])
        record("activities.contract_ended", contract, by=by, unit_id=contract.campaign.unit_id)
        ended += 1
    return ended


def columns(terms: Terms) -> dict[str, object]:
    given = asdict(terms)
    first, last = given.pop("first"), given.pop("last")
    return {**given, "during": during(first, last + timedelta(days=1))}


def check_terms(campaign: Campaign, terms: Terms) -> None:
    """Refused: `not_a_programme`, `campaign_over`, `ends_before_it_starts`, `contract_outside`."""
    if campaign.form != Campaign.Form.PROGRAMME:
        raise Refused(
            "not_a_programme", _("Contracts belong to programmes of 24 months or more. This campaign consists of community activities.")
        )
    check_alive(campaign)
    if terms.last < terms.first:
        raise Refused("ends_before_it_starts", _("The last day lies before the first. Choose a later one."))
    if not (is_within(terms.first, campaign.during) and is_within(terms.last, campaign.during)):
        text = _("The programme lasts from %(first)s to %(last)s. Choose days among them.")
        raise Refused("contract_outside", text % {"first": fulldate(campaign.during.lower), "last": fulldate(last_day(campaign))})


@transaction.atomic
def end_contract(contract: Contract, *, on: date, reason: str, by: User) -> Contract:
    """It ends before its time; the volunteer is told why. Refused: `contract_over`, `outside_contract`, `reason_missing`."""
    contract = Contract.objects.select_for_update(of=("self",)).select_related("campaign", "person__user").get(pk=contract.pk)
    if contract.ended_on == on and contract.end_reason == reason.strip()[:200]:
        return contract
    if contract.ended_on:
        raise Refused("contract_over", _("This contract has ended already."))
    if not is_within(on, contract.during):
        text = _("The contract lasts from %(first)s to %(last)s. Choose a day among them.")
        last = contract.during.upper - timedelta(days=1)
        raise Refused("outside_contract", text % {"first": fulldate(contract.during.lower), "last": fulldate(last)})
    if not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    contract.ended_on, contract.end_reason = on, reason.strip()[:200]
    contract.save(update_fields=["ended_on", "end_reason"])
    record("activities.contract_ended", contract, by=by, unit_id=contract.campaign.unit_id, reason=contract.end_reason)
    letters.contract_ended(contract)
    return contract
