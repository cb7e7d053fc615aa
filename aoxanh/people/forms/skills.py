"""A box a skill, and under a ticked one how well, by which paper, until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import DateInput
from aoxanh.people.actions.skills import Claimed
from aoxanh.people.models import Person, PersonSkill, Skill


@dataclass(frozen=True)
class Line:
    """A skill with its four fields, and the row of the person who has it."""

    skill: Skill
    row: PersonSkill | None
    has: BoundField
    degree: BoundField
    proof: BoundField
    until: BoundField

    @property
    def is_ticked(self) -> bool:
        return bool(self.has.value())


class SkillsForm(forms.Form):
    """The taxonomy in groups."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = list(Skill.objects.all())
        self.held = {row.skill_id: row for row in person.own_skills.all()}
        for skill in self.skills:
            self.add(skill, self.held.get(skill.pk))

    def add(self, skill: Skill, row: PersonSkill | None) -> None:
        degree = row.degree if row else PersonSkill.Degree.GOOD
        self.fields[f"has-{skill.code}"] = forms.BooleanField(label=str(skill), required=False, initial=row is not None)
        self.fields[f"degree-{skill.code}"] = forms.TypedChoiceField(
            label=_("How well"), choices=PersonSkill.Degree, coerce=int, required=False, empty_value=PersonSkill.Degree.GOOD, initial=degree
        )
        self.fields[f"proof-{skill.code}"] = forms.CharField(
            label=_("Paper: its name and number"), required=False, max_length=200, initial=row.proof if row else ""
        )
        self.fields[f"until-{skill.code}"] = forms.DateField(
            label=_("Valid until"),
            required=False,
            initial=row.valid_until if row else None,
            widget=DateInput(),
            error_messages={"invalid": _("This day does not exist. Enter day, month and year.")},
        )

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """Branches of the taxonomy with their lines."""
        for group, label in Skill.Group.choices:
            lines = [self.line(skill) for skill in self.skills if skill.group == group]
            if lines:
                yield str(label), lines

    def line(self, skill: Skill) -> Line:
        fields = (self[f"{name}-{skill.code}"] for name in ("has", "degree", "proof", "until"))
        return Line(skill, self.held.get(skill.pk), *fields)

    def claims(self) -> list[Claimed]:
        data = self.cleaned_data
        return [
            Claimed(skill.pk, data[f"degree-{skill.code}"], data[f"proof-{skill.code}"], data[f"until-{skill.code}"])
            for skill in self.skills
            if data[f"has-{skill.code}"]
        ]
