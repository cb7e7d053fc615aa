"""Making and withdrawing papers of one's record, and sharing it by a secret link."""

import secrets
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import today
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.people.models import Person
from aoxanh.recognition.holder.contents import Choices, choices_of, contents_of, texts_of
from aoxanh.recognition.holder.record import record_of
from aoxanh.recognition.holder.shown import lacks_guardian
from aoxanh.recognition.models import CODE_LENGTH, Certificate, RecordPaper, Share
from aoxanh.recognition.paper import unprintable

PAPERS_A_DAY, DAY = 20, 24 * 60 * 60


@transaction.atomic
def make_paper(person: Person, *, choices: Choices, request_id: UUID, by: User) -> RecordPaper:
    """Freeze what the record says now, as far as it was chosen; the same `request_id` again makes no second one.

    Refused: `nothing_chosen`, `text_not_printable`, `too_many_tries`.
    """
    if made := RecordPaper.objects.filter(request_id=request_id, person=person).first():
        return made
    if choices.is_nothing:
        raise nothing_chosen()
    with override(settings.LANGUAGE_CODE):  # Papers are Vietnamese.
        contents = contents_of(record_of(person), choices)
    if bad := unprintable(texts_of(contents)):
        raise Refused(
            "text_not_printable", _("“%(text)s” holds a sign that cannot be printed. Leave it out, then make the paper.") % {"text": bad[0]}
        )
    limit(f"record-paper {person.pk}", times=PAPERS_A_DAY, seconds=DAY)
    paper = RecordPaper.objects.create(person=person, code=fresh_code(), contents=contents, request_id=request_id)
    record("recognition.record_paper_made", paper, by=by, sections=sorted(contents))
    return paper


def fresh_code() -> str:
    """A code that neither a certificate nor a paper has."""
    while True:
        code = short_code(CODE_LENGTH)
        if not (Certificate.objects.filter(code=code).exists() or RecordPaper.objects.filter(code=code).exists()):
            return code


@transaction.atomic
def withdraw_paper(paper: RecordPaper, *, by: User) -> RecordPaper:
    """From now on the code says that its holder took the paper back, and nothing else. Twice is once."""
    paper = RecordPaper.objects.select_for_update().get(pk=paper.pk)
    if not paper.withdrawn_at:
        paper.withdrawn_at = timezone.now()
        paper.save(update_fields=["withdrawn_at"])
        record("recognition.record_paper_withdrawn", paper, by=by)
        bump_public_version()
    return paper


@transaction.atomic
def choose(person: Person, *, choices: Choices, until: date | None, by: User) -> Share:
    """What others see behind the link, open or not. Refused: `until_past`."""
    if until and until < today():
        raise Refused("until_past", _("This day is over. Choose a later one, or leave it open."))
    share = held(person)
    share.name_form, share.until = choices.name_form, until
    share.shows_total, share.shows_years, share.shows_skills = choices.total, choices.years, choices.skills
    share.save()
    own = record_of(person)
    share.activities.set([part.activity for part in own.parts if part.activity.pk in choices.activities])
    share.certificates.set([one for one in own.certificates if one.pk in choices.certificates])
    record("recognition.share_chosen", share, by=by, activities=share.activities.count(), certificates=share.certificates.count())
    bump_public_version()  # Boards of honour write the name in the same form.
    return share


@transaction.atomic
def open_link(person: Person, *, by: User) -> Share:
    """A link to what was chosen; asked again, a new one, and the old one is dead.

    Refused: `record_restricted`, `guardian_needed`, `nothing_chosen`, `until_past`.
    """
    share = held(person)
    for rule in (is_in_use, has_guardian, shows_something, lasts):
        rule(share)
    verb = "recognition.share_renewed" if share.key else "recognition.share_opened"
    share.key, share.opened_at, share.views, share.seen_at = secrets.token_urlsafe(32), timezone.now(), 0, None
    share.save()
    record(verb, share, by=by)
    return share


@transaction.atomic
def close_link(person: Person, *, by: User | None) -> bool:
    """The link is dead from now on; whether there was one."""
    share = Share.objects.select_for_update().filter(person=person).first()
    if share is None or share.key is None:
        return False
    share.key = None
    share.save(update_fields=["key"])
    record("recognition.share_closed", share, by=by)
    return True


def note_view(share: Share) -> None:
    """Somebody opened the link: counted for its owner, and nothing about who it was. No act of an account, so no line in the audit."""
    Share.objects.filter(pk=share.pk).update(views=F("views") + 1, seen_at=timezone.now())


def held(person: Person) -> Share:
    """The person's row, made if need be, kept from others until the end of the transaction."""
    Share.objects.get_or_create(person=person)
    return Share.objects.select_for_update(of=("self",)).select_related("person").get(person=person)


def is_in_use(share: Share) -> None:
    if share.person.restricted_at:
        raise Refused("record_restricted", _("You asked that nobody use your record. Use it again first, under “Your data”."))


def has_guardian(share: Share) -> None:
    if lacks_guardian(share.person):
        raise Refused("guardian_needed", _("Under 16 a parent or guardian agrees to sharing first, on their page of you."))


def shows_something(share: Share) -> None:
    if choices_of(share).is_nothing:
        raise nothing_chosen()


def lasts(share: Share) -> None:
    if share.until and share.until < today():
        raise Refused("until_past", _("This day is over. Choose a later one, or leave it open."))


def nothing_chosen() -> Refused:
    return Refused("nothing_chosen", _("Choose at least one thing besides your name."))
