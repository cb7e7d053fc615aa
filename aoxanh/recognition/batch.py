"""What all certificates of one issue have in common, and the rules of when there may be one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aoxanh.activities.models import Activity
from aoxanh.documents.actions import number_text
from aoxanh.documents.queries import Letterhead, letterhead
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.recognition.fields import BUILT_IN, filled, values_of
from aoxanh.recognition.models import Certificate, Issue, IssueLine, Kind, Version
from aoxanh.recognition.paper import TITLE, unprintable
from aoxanh.recognition.queries import first_day_of_issue, signer

KIND = "GCN"
FACTS = (
    "unit_name",
    "activity_title",
    "place_text",
    "parent_name",
    "issuer_name",
    "signed_for",
    "issued_in",
    "signer_title",
    "signer_name",
)


def facts_of(unit: Unit, *, on: date, title: str, place: str = "") -> dict[str, str]:
    """What every paper of an issue says alike. Refused: `no_signer`, `text_not_printable`."""
    head, appointment = letterhead(unit, on=on), signer(unit, on=on)
    if appointment is None:
        raise no_signer(unit, head, on)
    said = (unit.name, title, place, head.parent, head.issuer, head.signed_for, head.place)
    facts = dict(zip(FACTS, (*said, appointment.post.title, appointment.person.full_name), strict=True))
    refuse_unprintable(facts.values())
    return facts


def refuse_unprintable(texts: Sequence[str] | Any) -> None:
    if bad := unprintable([text for text in texts if text]):
        raise Refused("text_not_printable", _("“%(text)s” holds a sign that cannot be printed. Correct it, then issue.") % {"text": bad[0]})


def facts_of_activity(activity: Activity, *, on: date) -> dict[str, str]:
    return facts_of(activity.unit, on=on, title=activity.title, place=place_text(activity))


def certificate_of(issue: Issue, line: IssueLine, *, number: int, code: str) -> Certificate:
    """The line's certificate, not saved."""
    text = number_text(number, kind=KIND, unit=issue.unit)
    certificate = Certificate(
        code=code,
        kind=issue.kind,
        version=issue.version,
        issue=issue,
        number=number,
        year=issue.issued_on.year,
        unit=issue.unit,
        activity=issue.activity,
        person_id=line.person_id,
        organisation_id=line.organisation_id,
        signup_id=line.details.get("signup"),
        holder_name=line.holder_name,
        number_text=text,
        starts_on=line.starts_on or issue.issued_on,
        ends_on=line.ends_on or issue.issued_on,
        minutes=line.minutes,
        issued_on=issue.issued_on,
        issued_by=issue.by,
        **issue.facts,
    )
    certificate.activity_title = line.details.get("content") or certificate.activity_title
    certificate.wording = wording(certificate, issue.version)
    return certificate


def wording(certificate: Certificate, version: Version | None) -> dict[str, Any]:
    """Title and lines as they are printed; {} for a participation without a form, which has a lay-out of its own."""
    kind = Kind(certificate.kind)
    if version is None and kind == Kind.PARTICIPATION:
        return {}
    values = values_of({field.attname: getattr(certificate, field.attname) for field in Certificate._meta.concrete_fields})
    if version is None:
        return {"title": TITLE, "title_en": "", "lines": filled(BUILT_IN[kind], values), "english": [], "signature": ""}
    return {
        "title": version.title,
        "title_en": version.title_en,
        "lines": filled(version.body, values),
        "english": filled(version.body_en, values) if version.body_en.strip() else [],
        "signature": version.signature,
    }


def with_all(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with what a batch looks at."""
    return activities.select_related("unit__area", "area__parent__parent", "record")


def refuse_unrecorded(activity: Activity) -> None:
    """Refused: `not_recorded`."""
    if not is_recorded(activity):
        raise Refused("not_recorded", _("The results are not published yet. Publish the record, then issue certificates."))


def is_recorded(activity: Activity) -> bool:
    record = getattr(activity, "record", None)
    return bool(record and record.published_at)


def first_and_last(activity: Activity) -> tuple[date, date]:
    """The days that the papers of an activity may carry."""
    return first_day_of_issue(activity.unit_id, activity), today()


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


def name_not_printable(name: str) -> Refused:
    text = _("“%(name)s” holds a letter that cannot be printed. Ask for the name in Latin letters in the profile, then issue.")
    return Refused("name_not_printable", text % {"name": name})


def place_text(activity: Activity) -> str:
    """ "Điểm trường Vạn Linh, xã Vạn Linh, tỉnh Lạng Sơn", as the areas were called; what the place's own name says is not said twice."""
    parts = [activity.place_name, *(lower_first(area.name) for area in (activity.area, *activity.area.above))]
    return ", ".join(part for index, part in enumerate(parts) if index == 0 or part.casefold() not in activity.place_name.casefold())


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]
