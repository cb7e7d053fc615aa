"""Whether what a person shares may be seen, and the link to it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from aoxanh.kit.dates import today
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import guardian_allows, needs_guardian
from aoxanh.recognition.holder.contents import Contents, choices_of, contents_of
from aoxanh.recognition.holder.record import record_of
from aoxanh.recognition.models import Share


@dataclass(frozen=True)
class Seen:
    """What others see behind the link: exactly this, for them and in the owner's preview."""

    share: Share
    contents: Contents


def share_of(person: Person) -> Share:
    """The person's row, or one that is not saved yet and shows nothing."""
    return Share.objects.filter(person=person).first() or Share(person=person)


def share_by_key(key: str) -> Share | None:
    """The share whose link works now: not closed, not run out, its owner's record in use, a guardian agreeing where one is needed."""
    share = Share.objects.select_related("person").filter(key=key).first() if key else None
    return share if share and is_open(share) else None


def is_open(share: Share) -> bool:
    person = share.person
    stands = not (person.merged_into_id or person.erased_at or person.restricted_at)
    return bool(share.key) and stands and not has_run_out(share) and not lacks_guardian(person)


def has_run_out(share: Share) -> bool:
    return share.until is not None and share.until < today()


def lacks_guardian(person: Person) -> bool:
    """Whether a guardian would have to agree to sharing first."""
    return needs_guardian(person) and not guardian_allows(person, Consent.Purpose.SHARING)


def seen(share: Share) -> Seen:
    return Seen(share, contents_of(record_of(share.person), choices_of(share)))


def link_of(share: Share) -> str:
    """The address to hand out; "" while there is none."""
    return settings.BASE_URL + reverse("shared:record", args=[share.key]) if share.key else ""
