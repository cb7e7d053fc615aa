"""What all certificates of one issue have in common, and the rules of when there may be one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aoxanh.activities.models import Activity
from aoxanh.documents.actions import number_text
from aoxanh.documents.queries import Letterhead, letterhead
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Appointment
from aoxanh.recognition.models import Certificate
from aoxanh.recognition.paper import unprintable
from aoxanh.recognition.queries import Eligible, eligible, first_day_of_issue, signer

KIND = "GCN"


@dataclass(frozen=True)
class Batch:
    """An activity, who speaks and who signs, the day on the papers."""

    activity: Activity
    head: Letterhead
    signer: Appointment
    issued_on: date

    def certificate(self, one: Eligible, *, number: int, code: str) -> Certificate:
        """The person's certificate, not saved."""
        activity = self.activity
        return Certificate(
            code=code,
            number=number,
            year=self.issued_on.year,
            unit=activity.unit,
            activity=activity,
            person=one.person,
            signup=one.signup,
            holder_name=one.person.full_name,
            unit_name=activity.unit.name,
            number_text=number_text(number, kind=KIND, unit=activity.unit),
            activity_title=activity.title,
            place_text=place_text(activity),
            starts_on=one.first_day,
            ends_on=one.last_day,
            minutes=one.minutes,
            parent_name=self.head.parent,
            issuer_name=self.head.issuer,
            signed_for=self.head.signed_for,
            issued_in=self.head.place,
            signer_title=self.signer.post.title,
            signer_name=self.signer.person.full_name,
            issued_on=self.issued_on,
        )


def with_all(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with what a batch looks at."""
    return activities.select_related("unit__area", "area__parent__parent", "record")


def came(activity: Activity) -> list[Eligible]:
    """Who may have a certificate. Refused: `not_recorded`, `nobody_came`."""
    if not is_recorded(activity):
        raise Refused("not_recorded", _("The results are not published yet. Publish the record, then issue certificates."))
    people = eligible(activity)
    if not people:
        raise Refused("nobody_came", _("Nobody has counted hours in this activity, so there is no certificate to issue."))
    return people


def is_recorded(activity: Activity) -> bool:
    record = getattr(activity, "record", None)
    return bool(record and record.published_at)


def batch(activity: Activity, *, issued_on: date) -> Batch:
    """Everything on the papers but the holders. Refused: `wrong_day`, `no_signer`, `text_not_printable`."""
    first, last = first_day_of_issue(activity), today()
    if not first <= issued_on <= last:
        raise wrong_day(first, last)
    head, appointment = letterhead(activity.unit, on=issued_on), signer(activity.unit, on=issued_on)
    if appointment is None:
        raise no_signer(activity.unit, head, issued_on)
    texts = [
        activity.title,
        place_text(activity),
        head.parent,
        head.issuer,
        head.place,
        appointment.post.title,
        appointment.person.full_name,
    ]
    if bad := unprintable(texts):
        raise Refused("text_not_printable", _("“%(text)s” holds a sign that cannot be printed. Correct it, then issue.") % {"text": bad[0]})
    return Batch(activity, head, appointment, issued_on)


def wrong_day(first: date, last: date) -> Refused:
    days = {"first": fulldate(first), "last": fulldate(last)}
    if first > last:
        return Refused("wrong_day", _("The activity ends on %(first)s. Issue certificates from that day on.") % days)
    return Refused("wrong_day", _("Choose a day from %(first)s to %(last)s, so that numbers follow days.") % days)


def no_signer(unit: Unit, head: Letterhead, on: date) -> Refused:
    facts = {"unit": unit.name, "day": fulldate(on), "parent": head.parent or _("the level above")}
    text = _(
        "%(unit)s has no head on %(day)s, so nobody can sign. Ask %(parent)s to enter the appointment, or choose another day of issue."
    )
    return Refused("no_signer", text % facts)


def printable(waiting: list[Eligible]) -> list[Eligible]:
    """Those whose names can be printed. Refused when that is none of them: `name_not_printable`."""
    bad = set(unprintable([one.person.full_name for one in waiting]))
    chosen = [one for one in waiting if one.person.full_name not in bad]
    if not chosen:
        text = _("“%(name)s” holds a letter that cannot be printed. Ask for the name in Latin letters in the profile, then issue.")
        raise Refused("name_not_printable", text % {"name": waiting[0].person.full_name})
    return chosen


def place_text(activity: Activity) -> str:
    """ "Điểm trường Vạn Linh, xã Vạn Linh, tỉnh Lạng Sơn", as the areas were called; what the place's own name says is not said twice."""
    parts = [activity.place_name, *(lower_first(area.name) for area in (activity.area, *activity.area.above))]
    return ", ".join(part for index, part in enumerate(parts) if index == 0 or part.casefold() not in activity.place_name.casefold())


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
