"""What people can do, how well, and which paper says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.people.models import Person, PersonSkill
from aoxanh.people.refusals import refuse_erased


@dataclass(frozen=True)
class Claimed:
    """A skill that somebody says they have."""

    skill_id: UUID
    degree: int = PersonSkill.Degree.GOOD
    proof: str = ""
    valid_until: date | None = None


@transaction.atomic
def note_skills(person: Person, *, skills: Iterable[Claimed], by: User) -> Person:
    """All skills of the person. A paper that is named anew has to be seen anew. Refuses with `erased`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    before = {row.skill_id: row for row in person.own_skills.all()}
    claimed = {claim.skill_id: claim for claim in skills}
    changed = False
    for skill_id, claim in claimed.items():
        changed |= write(person, claim, before.get(skill_id))
    gone = [row.pk for skill_id, row in before.items() if skill_id not in claimed]
    PersonSkill.objects.filter(pk__in=gone).delete()
    if changed or gone:
        record("people.updated", person, by=by, changed=["skills"])
    return person


def write(person: Person, claim: Claimed, row: PersonSkill | None) -> bool:
    """Whether something changed."""
    facts = {"degree": claim.degree, "proof": tidy(claim.proof), "valid_until": claim.valid_until}
    if row is None:
        PersonSkill.objects.create(person=person, skill_id=claim.skill_id, **facts)
        return True
    changed = {name for name, value in facts.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, facts[name])
    if changed & {"proof", "valid_until"}:
        row.proved_at = row.proved_by = None
    if changed:
        row.save()
    return bool(changed)


@transaction.atomic
def prove_skill(skill: PersonSkill, *, paper: str, valid_until: date | None = None, by: User) -> PersonSkill:
    """An officer saw the paper. Seen twice, it is noted once. Refuses with `paper_missing`, `paper_expired`, `yourself`."""
    skill = PersonSkill.objects.select_for_update(of=("self",)).select_related("person", "skill").get(pk=skill.pk)
    paper = tidy(paper)
    if not paper:
        raise Refused("paper_missing", _("Write down which paper you saw: its name, number and who issued it."))
    if valid_until and valid_until < today():
        raise Refused("paper_expired", _("This paper is no longer valid. Ask for a newer one."))
    if skill.person.user_id == by.pk:
        raise Refused("yourself", _("You cannot confirm your own papers. Ask another officer."))
    if skill.proved_at and (skill.proof, skill.valid_until) == (paper, valid_until):
        return skill
    skill.proof, skill.valid_until, skill.proved_at, skill.proved_by = paper, valid_until, timezone.now(), by
    skill.save()
    record("people.skill_proved", skill.person, by=by, skill=skill.skill.code)
    return skill


@transaction.atomic
def take_back_proof(skill: PersonSkill, *, by: User) -> PersonSkill:
    """The paper was not what it seemed; the skill stays as what the person says."""
    skill = PersonSkill.objects.select_for_update(of=("self",)).select_related("person", "skill").get(pk=skill.pk)
    if skill.proved_at:
        skill.proved_at = skill.proved_by = None
        skill.save()
        record("people.skill_unproved", skill.person, by=by, skill=skill.skill.code)
    return skill
