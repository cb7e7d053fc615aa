"""What people are told about needs: who keeps one, whether it is still there; who reported one, what became of it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aoxanh.accounts.models import User
from aoxanh.kit.codes import spaced
from aoxanh.kit.parts.when import fulldate
from aoxanh.needs.models import Need, Report
from aoxanh.notices.actions import tell

type Letter = tuple[str, str, str, list[str]]
"""Subject, the sentence that leads to the way on, its address, and what else there is to say."""

LISTED = 20


def link(name: str, *values: Any) -> str:
    """The whole address of a page."""
    return settings.BASE_URL + reverse(name, args=values)


def send(to: str, language: str, key: str, write: Callable[[], Letter], user: User | None = None) -> None:
    """One letter to one address, if there is one, in the language; a text message is the subject with the way on."""
    if not to:
        return
    with override(language):
        subject, lead, way, paragraphs = write()
        body = "\n\n".join([f"{lead}\n{way}", *paragraphs])
        tell(to=to, subject=subject if "@" in to else f"{subject} {way}", body=body, key=key, user=user)


def asked(user: User, needs: Sequence[tuple[Need, bool]], *, on: date) -> None:
    """Whether these are still there: one letter a day, one tap for each. With `True` the unit below did not answer."""

    def write() -> Letter:
        count = len(needs)
        subject = ngettext("%(count)d need: is it still there?", "%(count)d needs: are they still there?", count) % {"count": count}
        way = link("needs:ask", needs[0][0].pk) if count == 1 else link("needs:asked")
        lines = [asked_line(need, is_above=is_above) for need, is_above in needs[:LISTED]]
        more = [_("And %(count)d more.") % {"count": count - LISTED}] if count > LISTED else []
        return subject, _("Still needed, no longer needed, or enough? One tap answers:"), way, [*lines, *more]

    send(user.address, user.language, f"needs.asked:{on:%Y%m%d}:{user.pk}", write, user)


def asked_line(need: Need, *, is_above: bool) -> str:
    facts = {"title": need.title, "place": need.area.name, "day": fulldate(need.confirmed_at)}
    text = _("%(title)s, %(place)s. Last confirmed on %(day)s.") % facts
    if is_above:
        text += " " + _("%(unit)s has not answered.") % {"unit": need.unit.name}
    return f"{text}\n{link('needs:ask', need.pk)}"


def report_arrived(report: Report) -> None:
    """The code, at once and by the surest way."""

    def write() -> Letter:
        subject = _("Your report was received. Code: %(code)s") % {"code": spaced(report.code)}
        first = _("%(unit)s looks at it first. Nobody else sees your name or number.") % {"unit": report.unit.name}
        return subject, _("Read here what becomes of it:"), link("need_reports:state", report.code), [first]

    to_reporter(report, "needs.report_arrived", write)


def report_answered(report: Report) -> None:
    def write() -> Letter:
        way = link("need_reports:state", report.code)
        return answer_words(report), _("More:"), way, [report.reason] if report.reason else []

    to_reporter(report, "needs.report_answered", write)


def answer_words(report: Report) -> str:
    if report.state == Report.State.DECLINED:
        return _("Your report was looked at and not put on the map.")
    if report.state == Report.State.MERGED:
        return _("Your report was added to a need that is on the map.")
    return _("Your report is on the map of needs now.")


def to_reporter(report: Report, key: str, write: Callable[[], Letter]) -> None:
    """By text message, and by mail too where an address was left."""
    for to in filter(None, (report.phone, report.email)):
        send(to, report.language, f"{key}:{'mail' if '@' in to else 'sms'}:{report.pk}", write)


def report_to_moderate(report: Report, users: Iterable[User]) -> None:
    """One letter to each who looks at reports of the place; again where it went up to another unit."""

    def write() -> Letter:
        place = {"kind": report.area.kind.lower(), "place": report.area.short_name}
        subject = _("A report from %(kind)s %(place)s waits for you") % place
        return subject, _("Look at it and answer:"), link("needs:report", report.pk), []

    for user in users:
        send(user.address, user.language, f"needs.report:{report.pk}:{user.pk}", write, user)
