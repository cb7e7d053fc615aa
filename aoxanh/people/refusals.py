"""Refusals that several actions share."""

from django.utils.translation import gettext as _

from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person


def refuse_erased(person: Person) -> None:
    if person.erased_at:
        raise Refused("erased", _("The data of this person were erased. Nothing can be written any more."))
    if person.merged_into_id:
        raise Refused("merged", _("This record was merged into another one. Open that one."))
