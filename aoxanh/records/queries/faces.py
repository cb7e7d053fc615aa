"""Whether those who can be recognised in pictures may be shown. Asked anew each time, so that a consent taken back counts at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity
from aoxanh.kit.dates import local
from aoxanh.people.consents import BY_GUARDIAN
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import OWN_SAY_FROM, needs_guardian, standing, years
from aoxanh.records.models import Face, Record, RecordPicture

WORDS: dict[str, Promise] = {
    "withdrawn": _("took the consent to pictures back"),
    "guardian_missing": _("no parent or guardian has agreed to pictures"),
    "own_missing": _("has not agreed to pictures, which a child from 7 years on does too"),
    "both_missing": _("neither the child nor a parent or guardian has agreed to pictures"),
    "erased": _("asked to be forgotten"),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who came and may be in a picture. `problem` is a code of WORDS; "" where nothing stands against it."""

    person: Person
    is_child: bool
    problem: str
    label: str

    @property
    def why(self) -> str:
        return str(WORDS[self.problem]) if self.problem else ""


@dataclass(frozen=True)
class Blocked:
    """Somebody in a picture who may not be shown, and why."""

    person: Person
    problem: str

    @property
    def why(self) -> str:
        return str(WORDS[self.problem])


def day_of(activity: Activity) -> date | None:
    """The day as of which people in its pictures are children: the one on which they were taken."""
    return local(activity.ends_at).date() if activity.ends_at else None


def problems_of(people: Iterable[Person], on: date | None) -> dict[UUID, str]:
    """Of each person who may not be shown the code why, in two queries.

    Under 16 a guardian has to agree, and from 7 years on the child too (`people.may_be_pictured`). Who is older and never said anything is
    covered by what the organiser asked on the spot; who took a consent back is not.
    """
    known = {person.pk: person for person in people}
    said = defaultdict[UUID, list[tuple[bool, bool]]](list)
    rows = Consent.objects.filter(person__in=known, purpose=Consent.Purpose.PICTURES)
    for pk, channel, withdrawn in rows.values_list("person_id", "channel", "withdrawn_at"):
        said[pk].append((channel in BY_GUARDIAN, withdrawn is None))
    guarded = set(standing().filter(child__in=known).values_list("child_id", flat=True))
    found = {pk: problem_of(person, said[pk], on, is_guarded=pk in guarded) for pk, person in known.items()}
    return {pk: problem for pk, problem in found.items() if problem}


def problem_of(person: Person, said: list[tuple[bool, bool]], on: date | None, *, is_guarded: bool) -> str:
    """`said` are consents: whether a guardian gave it, whether it stands."""
    if person.erased_at:
        return "erased"
    own, by_guardian = (False, True) in said, (True, True) in said
    taken_back = any(not stands for _by, stands in said)
    if not needs_guardian(person, on=on):
        return "withdrawn" if taken_back and not own and any(not by for by, _stands in said) else ""
    guardian_lacks = not (by_guardian and is_guarded)
    own_lacks = not own and years(person, on or date.today()) >= OWN_SAY_FROM  # noqa: DTZ011 -- years only
    if not (guardian_lacks or own_lacks):
        return ""
    if taken_back:
        return "withdrawn"
    return "both_missing" if guardian_lacks and own_lacks else "guardian_missing" if guardian_lacks else "own_missing"


def blocked(shown: Iterable[RecordPicture], on: date | None) -> dict[UUID, list[Blocked]]:
    """Of each picture those in it who may not be shown; pictures without any are left out. Three queries."""
    faces = list(Face.objects.filter(shown__in=list(shown)).select_related("person").order_by("person__sort_key", "id"))
    problems = problems_of([face.person for face in faces], on)
    found = defaultdict[UUID, list[Blocked]](list)
    for face in faces:
        if problem := problems.get(face.person_id):
            found[face.shown_id].append(Blocked(face.person, problem))
    return dict(found)


def candidates(activity: Activity) -> list[Candidate]:
    """Everyone who came, by given name; who stands out in the question comes first: children, and who does not want to be shown."""
    people = list(
        Person.objects.filter(signups__shift__activity=activity, signups__check_in__isnull=False).distinct().order_by("sort_key", "id")
    )
    on = day_of(activity)
    problems, names = problems_of(people, on), [person.full_name for person in people]
    found = [Candidate(person, needs_guardian(person, on=on), problems.get(person.pk, ""), label_of(person, names)) for person in people]
    return sorted(found, key=lambda one: not (one.is_child or one.problem))


def label_of(person: Person, names: list[str]) -> str:
    """The name, with the year of birth where several came who are called so."""
    return person.full_name if names.count(person.full_name) == 1 else f"{person.full_name} ({person.born or '?'})"


def published_with_faces() -> list[RecordPicture]:
    """Pictures of published records in which somebody is named, with what it takes to judge them."""
    named = RecordPicture.objects.filter(record__published_at__isnull=False, faces__isnull=False).distinct()
    return list(named.select_related("picture", "record__activity__unit"))


def by_day(pictures: Iterable[RecordPicture]) -> dict[date | None, list[RecordPicture]]:
    groups = defaultdict[date | None, list[RecordPicture]](list)
    for shown in pictures:
        groups[day_of(shown.record.activity)].append(shown)
    return dict(groups)


def shown_records(person: Person) -> Iterable[Record]:
    """Records in whose pictures the person is named, the latest first."""
    return Record.objects.filter(pictures__faces__person=person).select_related("activity__unit").distinct().order_by("-written_at", "id")
