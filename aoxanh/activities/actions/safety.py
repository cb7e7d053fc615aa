"""Keeping people safe: what they read, what they get, what was looked at before."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities import risks
from aoxanh.activities.models import Activity, Briefing, BriefingRead, Equipment, Handout, RiskCheck, Shift, Signup
from aoxanh.activities.queries.safety import latest_briefing, latest_check
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

LONGEST_TEXT = 4000


@transaction.atomic
def write_briefing(activity: Activity, *, text: str, by: User) -> Briefing:
    """A new version, which everyone reads again; the same text again changes nothing. Refused: `text_missing`, `wrong_state`."""
    activity = held(activity)
    if not (text := text.strip()):
        raise Refused("text_missing", _("Write what people must know before they come."))
    before = latest_briefing(activity)
    if before and before.text == text:
        return before
    briefing = Briefing.objects.create(activity=activity, version=before.version + 1 if before else 1, text=text[:LONGEST_TEXT], by=by)
    record("activities.briefed", activity, by=by, unit_id=activity.unit_id, version=briefing.version)
    return briefing


def held(activity: Activity) -> Activity:
    """The row as it is now, kept from others until the end of the transaction. Refused: `wrong_state`."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.status in (Activity.Status.RECORDED, Activity.Status.CANCELLED, Activity.Status.WITHDRAWN):
        raise Refused("wrong_state", _("This activity has moved on meanwhile. Open it again to see where it stands."))
    return activity


@transaction.atomic
def read_briefing(signup: Signup, *, version: int) -> BriefingRead:
    """The holder of the place says that they read it; again changes nothing. Refused: `briefing_changed`, `no_briefing`."""
    briefing = latest_briefing(signup.shift.activity)
    if briefing is None:
        raise Refused("no_briefing", _("There is nothing to read yet. The organiser writes it before the shift."))
    if briefing.version != version:
        raise Refused("briefing_changed", _("The text was changed while you were reading. Read the new one below."))
    reading, is_new = BriefingRead.objects.get_or_create(briefing=briefing, person=signup.person)
    if is_new:
        unit_id = signup.shift.activity.unit_id
        record("activities.read_briefing", signup, by=signup.person.user, unit_id=unit_id, version=version)
    return reading


@transaction.atomic
def hear_on_site(activity: Activity, *, people: Iterable[Person], by: User) -> int:
    """The organiser told these people by mouth; how many had not read it before. Refused: `no_briefing`."""
    briefing = latest_briefing(activity)
    if briefing is None:
        raise Refused("no_briefing", _("There is nothing to read yet. The organiser writes it before the shift."))
    asked = {person.pk for person in people}
    known = set(BriefingRead.objects.filter(briefing=briefing, person__in=asked).values_list("person_id", flat=True))
    new = sorted(asked - known)
    BriefingRead.objects.bulk_create((BriefingRead(briefing=briefing, person_id=pk, by=by) for pk in new), ignore_conflicts=True)
    if new:
        record("activities.briefed_on_site", activity, by=by, unit_id=activity.unit_id, people=len(new))
    return len(new)


@transaction.atomic
def put_equipment(activity: Activity, *, name: str, quantity: int, is_protective: bool, comes_back: bool, by: User) -> Equipment:
    """How many of a thing there are; the same name again changes the line. Refused: `fewer_than_out`, `wrong_state`."""
    activity = held(activity)
    facts = {"quantity": quantity, "is_protective": is_protective, "comes_back": comes_back}
    thing = Equipment.objects.select_for_update().filter(activity=activity, name__iexact=name.strip()).first()
    if thing and quantity < out_of(thing):
        raise Refused("fewer_than_out", _("%(count)d of them are handed out. Take them back first.") % {"count": out_of(thing)})
    if thing:
        Equipment.objects.filter(pk=thing.pk).update(**facts)
    else:
        thing = Equipment.objects.create(activity=activity, name=name.strip(), **facts)
    record("activities.equipped", activity, by=by, unit_id=activity.unit_id, name=name.strip(), **facts)
    return thing


def out_of(thing: Equipment) -> int:
    return thing.handouts.filter(back_at=None).aggregate(n=Sum("quantity"))["n"] or 0


@transaction.atomic
def drop_equipment(thing: Equipment, *, by: User) -> None:
    """Take a line off the list. Refused: `was_handed_out`."""
    if thing.handouts.exists():
        raise Refused("was_handed_out", _("Some of it was handed out, so it stays on the list. Set its number instead."))
    record("activities.equipped", thing.activity, by=by, unit_id=thing.activity.unit_id, name=thing.name, quantity=0)
    thing.delete()


@transaction.atomic
def hand_out(thing: Equipment, *, signup: Signup, request_id: UUID, by: User) -> Handout:
    """Give a thing to a person of a shift; the same request, or a thing that they hold already, changes nothing.

    Refused: `other_activity`, `none_left`.
    """
    thing = Equipment.objects.select_for_update(of=("self",)).select_related("activity").get(pk=thing.pk)
    if seen := thing.handouts.filter(request_id=request_id).first() or thing.handouts.filter(signup=signup, back_at=None).first():
        return seen
    if signup.shift.activity_id != thing.activity_id:
        raise Refused("other_activity", _("This person signed up for another activity. Open the list again."))
    if out_of(thing) >= thing.quantity:
        text = _("All %(count)d of “%(thing)s” are out. Take one back, or set a higher number.")
        raise Refused("none_left", text % {"count": thing.quantity, "thing": thing.name})
    handout = Handout.objects.create(equipment=thing, signup=signup, request_id=request_id, by=by)
    record("activities.handed_out", signup, by=by, unit_id=thing.activity.unit_id, name=thing.name)
    return handout


@transaction.atomic
def take_back(handout: Handout, *, by: User) -> Handout:
    """The person gave it back; again changes nothing."""
    handout = Handout.objects.select_for_update(of=("self",)).select_related("equipment__activity", "signup").get(pk=handout.pk)
    if handout.back_at:
        return handout
    handout.back_at, handout.back_by = timezone.now(), by
    handout.save(update_fields=["back_at", "back_by"])
    record("activities.took_back", handout.signup, by=by, unit_id=handout.equipment.activity.unit_id, name=handout.equipment.name)
    return handout


@transaction.atomic
def take_all_back(shift: Shift, *, by: User) -> int:
    """Everything that the people of the shift still hold and that comes back; how many things."""
    out = Handout.objects.select_for_update(of=("self",)).filter(signup__shift=shift, back_at=None, equipment__comes_back=True)
    taken = Handout.objects.filter(pk__in=list(out.values_list("pk", flat=True))).update(back_at=timezone.now(), back_by=by)
    if taken:
        record("activities.took_all_back", shift.activity, by=by, unit_id=shift.activity.unit_id, count=taken)
    return taken


@transaction.atomic
def check_risks(activity: Activity, *, answers: Mapping[str, str], note: str, by: User) -> RiskCheck:
    """Note the answers to the questions of today. Refused: `answers_missing`, `note_missing`, `wrong_state`."""
    activity = held(activity)
    asked = [question.code for question in risks.asked(activity)]
    given = {code: answers[code] for code in asked if answers.get(code) in risks.ANSWERS}
    if len(given) < len(asked):
        raise Refused("answers_missing", _("Answer every question; “not applicable” is an answer too."))
    if risks.NO in given.values() and not note.strip():
        raise Refused("note_missing", _("Something is not in order yet. Say what you will do about it, and by when."))
    check = RiskCheck.objects.create(activity=activity, answers=given, note=note.strip()[:500], by=by)
    record("activities.checked_risks", activity, by=by, unit_id=activity.unit_id, open=list(given.values()).count(risks.NO))
    return check


def demand_risk_check(activity: Activity) -> None:
    """Called before an activity is submitted. Refused: `risk_check_missing`."""
    if risks.is_risky(activity) and not risks.is_checked(activity, latest_check(activity)):
        text = _("This kind of work needs a look at its risks first. Answer the questions under “Safety”, then submit it.")
        raise Refused("risk_check_missing", text)
