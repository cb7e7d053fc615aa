"""Whose photo the door may see."""

from django.db.models import Exists, OuterRef

from aoxanh.people.models import Consent, Person


def shows_portrait(field: str = "person") -> Exists:
    """Whether the person of a row agreed that who takes attendance sees their photo, as a column."""
    return Exists(Consent.objects.filter(person=OuterRef(field), purpose=Consent.Purpose.PORTRAIT, withdrawn_at=None))


def portrait_url(person: Person, width: int = 160) -> str:
    """The address of the photo that the door may see; "" where there is none or the person does not agree. Of who has none it asks
    nothing."""
    if person.portrait_id is None:
        return ""
    shown = Person.objects.filter(shows_portrait("pk"), pk=person.pk).select_related("portrait").only("portrait").first()
    return shown.portrait.url(width) if shown and shown.portrait else ""
