"""Whose photo the door may see."""

from django.db.models import Exists, OuterRef

from aoxanh.people.models import Consent, Person


def shows_portrait(field: str = "person") -> Exists:
    """Whether the person of a row agreed that who takes attendance sees their photo, as a column."""
    return Exists(Consent.objects.filter(person=OuterRef(field), purpose=Consent.Purpose.PORTRAIT, withdrawn_at=None))


def may_show(person: Person) -> bool:
    """The same for one person who has a photo."""
    return person.portrait_id is not None and person.consents.filter(purpose=Consent.Purpose.PORTRAIT, withdrawn_at=None).exists()
