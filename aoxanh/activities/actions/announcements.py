"""A message of the organiser to many."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.letters import link
from aoxanh.activities.models import Activity, Announcement, Shift
from aoxanh.activities.queries.announcements import AUDIENCES, Recipient, people_meant, recipients
from aoxanh.audit.actions import record
from aoxanh.kit.limits import limit
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import Letter, tell_many

HOUR = 60 * 60


@transaction.atomic
def announce(
    activity: Activity, *, shift: Shift | None, audience: str, subject: str, body: str, with_texts: bool, request_id: UUID, by: User
) -> Announcement:
    """Tell everyone whom the audience means, by mail, and `with_texts` by SMS where there is no mail; the same request again sends nothing.

    Refused: `unknown_audience`, `other_activity`, `nobody_meant`, `already_sent`, `too_many_tries`.
    """
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)  # A second copy of the request waits here.
    if seen := Announcement.objects.filter(request_id=request_id).first():
        return same_again(seen, activity)
    if audience not in AUDIENCES:
        raise Refused("unknown_audience", _("Choose who gets the message."))
    if shift and shift.activity_id != activity.pk:
        raise Refused("other_activity", _("This shift belongs to another activity. Open the page again."))
    meant = [one for one in recipients(people_meant(activity, shift, audience)) if one.is_mail or (with_texts and one.to)]
    if not meant:
        raise Refused("nobody_meant", _("Nobody can be reached this way. Choose others, or send text messages too."))
    limit(f"announcements:{activity.pk}", times=settings.ANNOUNCEMENTS_AN_HOUR, seconds=HOUR)
    texts = sum(not one.is_mail for one in meant)
    facts = {"shift": shift, "audience": audience, "subject": subject.strip(), "body": body.strip(), "people": len(meant), "texts": texts}
    made = Announcement.objects.create(id=uuid7(), activity=activity, request_id=request_id, by=by, **facts)
    tell_many(letters(made, meant))
    record("activities.announced", activity, by=by, unit_id=activity.unit_id, audience=audience, people=len(meant), texts=texts)
    return made


def same_again(seen: Announcement, activity: Activity) -> Announcement:
    if seen.activity_id == activity.pk:
        return seen
    raise Refused("already_sent", _("This form was already used. Open the activity and write the message again."))


def letters(made: Announcement, meant: list[Recipient]) -> Iterator[Letter]:
    """One for each person, the words about it in their language."""
    reply_to, bodies = made.by.email, {}
    for one in meant:
        if one.language not in bodies:
            with override(one.language):
                bodies[one.language] = "\n\n".join([made.body, *closing(made.activity, made.by)])
        yield Letter(one.to, made.subject, bodies[one.language], f"announced:{made.pk}:{one.person_id}", one.user_id, reply_to)


def closing(activity: Activity, by: User) -> Iterator[str]:
    """What stands under every message: what it is about, and how to answer."""
    yield f"{activity.title}\n{activity.unit.name}\n{link('portal:activity', activity.slug)}"
    person = getattr(by, "person", None)
    ways = [by.email, spoken(person.phone) if person and person.phone else ""]
    if any(ways):
        yield _("To answer: %(ways)s") % {"ways": ", ".join(filter(None, ways))}
