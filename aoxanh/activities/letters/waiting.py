"""What people are told about the waiting list and about places that are kept for them, one letter for each step."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.letters import because, link, personal_link, when, where
from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Offer, Signup, Waiting
from aoxanh.kit.parts.when import clock, day
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import Letter, tell_many
from aoxanh.people.guardian_letters import address_of as address_of_guardian
from aoxanh.people.models import Guardianship, Person
from aoxanh.people.queries.guardians import standing

type Write = Callable[[], letters.Letter]


def offers_made(offers: Iterable[Offer]) -> None:
    """Each hears which place is kept for them, until when, and where to answer; of children also the guardians."""
    made = list(offers)
    guardians = guardians_of(offer.person for offer in made if is_guarded(offer.person, offer.shift))
    tell_many(letter for offer in made for letter in about_offer(offer, guardians.get(offer.person_id, [])))


def guardians_of(children: Iterable[Person]) -> dict[object, list[Guardianship]]:
    found: dict[object, list[Guardianship]] = {}
    if wanted := list(children):
        for one in standing().filter(child__in=wanted).select_related("user"):
            found.setdefault(one.child_id, []).append(one)
    return found


def about_offer(offer: Offer, guardians: list[Guardianship]) -> Iterator[Letter]:
    shift, activity = offer.shift, offer.shift.activity
    facts = {"title": activity.title, "name": offer.person.full_name, "clock": clock(offer.until)}

    def to_person() -> letters.Letter:
        if offer.source == Offer.Source.WAITING:
            subject, why = _("A place is free for you: %(title)s"), _("You are next in the waiting list.")
        else:
            subject, why = _("You are asked to come: %(title)s"), _("%(unit)s asks you.") % {"unit": activity.unit.name}
        lines = [activity.title, when(shift), where(activity)] + ([offer.role.name] if offer.role else [])
        until = _("The place is kept for you until %(clock)s, %(day)s.") if offer.holds else _("Please answer by %(clock)s, %(day)s.")
        answer = _("Take it, or let it go: %(link)s") % {"link": personal_link("signup:offer", offer.pk, offer.person)}
        return subject % facts, [why, "\n".join(lines), until % {**facts, "day": day(offer.until).lower()}, answer]

    def to_guardian() -> letters.Letter:
        until = _("The place is kept until %(clock)s, %(day)s.") % {**facts, "day": day(offer.until).lower()}
        answer = _("Answer for the child: %(link)s") % {"link": link("signup:offer", offer.pk)}
        return _("A place for %(name)s: %(title)s") % facts, ["\n".join([when(shift), where(activity)]), until, answer]

    yield from to_one(offer.person, f"activities.offered:{offer.pk}", to_person)
    for guardian in guardians:
        key = f"activities.offered:{offer.pk}:{guardian.pk}"
        yield from to_address(address_of_guardian(guardian), guardian.user, key, to_guardian)


def to_one(person: Person, key: str, write: Write) -> Iterator[Letter]:
    yield from to_address(letters.address_of(person), person.user, key, write)


def to_address(to: str, user: User | None, key: str, write: Write) -> Iterator[Letter]:
    """One letter in the reader's language; none where there is no address."""
    if not to:
        return
    with override(user.language if user else settings.LANGUAGE_CODE):
        subject, paragraphs = write()
    text = letters.subject_for(to, subject, paragraphs)
    yield Letter(to=to, subject=text, body="\n\n".join(paragraphs), key=key, user_id=user.pk if user else None)


def waiting_page(waiting: Waiting) -> str:
    return _("Your position, and leaving the list: %(link)s") % {"link": personal_link("signup:waiting", waiting.pk, waiting.person)}


def joined(waiting: Waiting) -> None:
    """They wait; what happens next, and where to see it."""
    shift = waiting.shift

    def write() -> letters.Letter:
        subject = _("You wait for a place: %(title)s") % {"title": shift.activity.title}
        then = _("When a place is free it is offered in the order of the list. You hear from us at once.")
        return subject, [when(shift), then, waiting_page(waiting)]

    tell_many(to_one(waiting.person, f"activities.waits:{waiting.pk}", write))


def passed_over(waiting: Waiting, reason: Refused) -> Iterator[Letter]:
    """A place went to who is behind them, and why. Told once for each reason."""

    def write() -> letters.Letter:
        subject = _("The next one got the place: %(title)s") % {"title": waiting.shift.activity.title}
        keeps = _("You keep your position in the waiting list.")
        return subject, [when(waiting.shift), because(str(reason)), keeps, waiting_page(waiting)]

    yield from to_one(waiting.person, f"activities.passed_over:{waiting.pk}:{reason.code}", write)


def first_come(waiting: Waiting) -> Iterator[Letter]:
    """So near to the shift nobody waits for an answer: whoever is quickest has the place."""
    shift = waiting.shift

    def write() -> letters.Letter:
        subject = _("A place is free, first come, first served: %(title)s") % {"title": shift.activity.title}
        soon = _("The shift begins soon, so the place goes to whoever takes it first: %(link)s")
        return subject, [when(shift), soon % {"link": link("signup:new", shift.pk)}]

    yield from to_one(waiting.person, f"activities.first_come:{waiting.pk}", write)


def lapsed(offers: Iterable[Offer]) -> None:
    """The time to answer is over: the place goes to the next."""
    tell_many(letter for offer in offers for letter in to_one(offer.person, f"activities.lapsed:{offer.pk}", lapsed_letter(offer)))


def lapsed_letter(offer: Offer) -> Write:
    def write() -> letters.Letter:
        subject = _("The place was not taken in time: %(title)s") % {"title": offer.shift.activity.title}
        again = _("If you still want to come, look for a place or wait again: %(link)s")
        return subject, [when(offer.shift), again % {"link": link("signup:new", offer.shift_id)}]

    return write


def withdrawn(offers: Iterable[Offer], reason: str) -> None:
    """The organiser takes the question back."""
    tell_many(letter for offer in offers for letter in to_one(offer.person, f"activities.unoffered:{offer.pk}", gone(offer, reason)))


def gone(offer: Offer, reason: str) -> Write:
    def write() -> letters.Letter:
        subject = _("You need not answer any more: %(title)s") % {"title": offer.shift.activity.title}
        return subject, [when(offer.shift), *([because(reason)] if reason else [])]

    return write


def ended(waitings: Iterable[Waiting], reason: str) -> None:
    """The list is closed: the activity is off, or it has begun."""
    tell_many(letter for one in waitings for letter in to_one(one.person, f"activities.waiting_ended:{one.pk}", end_letter(one, reason)))


def end_letter(waiting: Waiting, reason: str) -> Write:
    def write() -> letters.Letter:
        subject = _("The waiting list is closed: %(title)s") % {"title": waiting.shift.activity.title}
        others = _("Other activities: %(link)s") % {"link": link("portal:activities")}
        return subject, [when(waiting.shift), because(reason), others]

    return write


def swapped(left: Signup, taken: Signup) -> None:
    """A wish to swap came true: which place is gone, which one they have."""

    def write() -> letters.Letter:
        subject = _("Your swap worked out: %(title)s") % {"title": taken.shift.activity.title}
        before = _("Before: %(title)s, %(when)s") % {"title": left.shift.activity.title, "when": when(left.shift)}
        now = _("Now: %(when)s") % {"when": when(taken.shift)}
        return subject, [now, before, letters.pass_of(taken)]

    tell_many(to_one(taken.person, f"activities.swapped:{taken.pk}", write))


def no_longer_fits_role(signup: Signup) -> None:
    """What the role asks for is gone: the person and who made the activity hear it once; the place stays until one of them decides."""
    facts = {"name": signup.person.full_name, "role": signup.role, "skill": signup.role and signup.role.skill}

    def to_person() -> letters.Letter:
        subject = _("Your role asks for a skill that you no longer show: %(title)s") % {"title": signup.shift.activity.title}
        why = _("“%(role)s” asks for %(skill)s. You keep the place; send the proof again, or talk to the organiser.") % facts
        return subject, [when(signup.shift), why, link("people:skills")]

    def to_organiser() -> letters.Letter:
        subject = _("%(name)s no longer shows the skill for “%(role)s”") % facts
        return subject, [signup.shift.activity.title, when(signup.shift), link("activities:waiting", signup.shift.activity_id)]

    key, organiser = f"activities.role_misfit:{signup.pk}", signup.shift.activity.created_by
    tell_many([*to_one(signup.person, key, to_person), *to_address(organiser.address, organiser, f"{key}:{organiser.pk}", to_organiser)])
