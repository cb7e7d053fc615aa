"""The photo that who takes attendance may see."""

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.media.encoding import Encoded
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.models import Consent, Person
from aoxanh.people.portrait_files import forget_portrait
from aoxanh.people.refusals import refuse_erased

PORTRAIT = Consent.Purpose.PORTRAIT


@transaction.atomic
def set_portrait(person: Person, *, picture: Encoded, agrees: bool, by: User) -> Person:
    """Keep the photo under a consent of its own; one of before is deleted. Refuses with `consent_missing`, `erased`, `merged`."""
    person = Person.objects.select_for_update(of=("self",)).select_related("portrait").get(pk=person.pk)
    refuse_erased(person)
    if not agrees and not person.consents.filter(purpose=PORTRAIT, withdrawn_at=None).exists():
        raise Refused("consent_missing", _("Without your consent no photo may be kept. Tick the box, or leave the page."))
    if agrees:
        give_consent(person, purpose=PORTRAIT, channel="web", by=by)
    forget_portrait(person)
    person.portrait = accept_picture(picture, by=by, alt=person.full_name)
    person.save(update_fields=["portrait"])
    record("people.portrait_set", person, by=by)
    return person
