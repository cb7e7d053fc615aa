"""The lines of Today: what waits, why now, until when, and the one verb that deals with it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.activities.models import Activity, Incident, Participation, Shift
from aoxanh.activities.templatetags.incidents import incident_icon
from aoxanh.attendance.hours_letters import about, signed_hours
from aoxanh.attendance.models import HoursClaim
from aoxanh.documents.models import SigningKey
from aoxanh.kit.dates import today
from aoxanh.kit.parts.figures import seats
from aoxanh.kit.parts.when import clock, day, daymonth, days_left, fulldate, relative
from aoxanh.matching.models import Proposal
from aoxanh.needs.models import Need, Report
from aoxanh.people.models import DataRequest, DuplicatePair, UnsettledMove

REPORT_CHARACTERS = 80


@dataclass(frozen=True)
class Row:
    """A line of the list; the first of the page has the filled button. With `post_url` the verb is done at once, by one tap."""

    title: str
    url: str
    icon: str
    meta: str
    deadline: str
    verb: str
    tone: str = "text-ink-3"
    figure: str = ""
    late: bool = False
    is_first: bool = False
    verb_url: str = ""
    post_url: str = ""


def page(name: str, *values: Any, otherwise: str = "") -> str:
    """The address of a page that another app may offer, else `otherwise`."""
    try:
        return reverse(name, args=values)
    except NoReverseMatch:
        return otherwise


def short_row(shift: Shift) -> Row:
    """Who is short of people; below its least the shift cannot run, and says so."""
    lacking = shift.least - shift.taken
    if lacking > 0:
        text = ngettext(
            "%(day)s %(hour)s · cannot run, %(count)d more needed at least · %(unit)s",
            "%(day)s %(hour)s · cannot run, %(count)d more needed at least · %(unit)s",
            lacking,
        )
    else:
        lacking = shift.free
        text = ngettext(
            "%(day)s %(hour)s · %(count)d person short · %(unit)s", "%(day)s %(hour)s · %(count)d people short · %(unit)s", lacking
        )
    facts = {"day": day(shift.starts_at), "hour": clock(shift.starts_at), "count": lacking, "unit": shift.activity.unit.short_name}
    url = reverse("activities:detail", args=[shift.activity_id])
    return Row(
        title=titled(shift),
        url=url,
        verb_url=page("suggestions:fill", shift.activity_id, otherwise=url),
        icon="users",
        tone="text-error" if shift.taken < shift.least else "text-ink-accent",
        meta=text % facts,
        figure=seats(shift.taken, shift.places, "small"),
        deadline=days_left(shift.starts_at),
        verb=_("Invite people"),
    )


def lacking_row(shift: Any) -> Row:
    """A shift that runs, or is about to, and lacks people: how many are missing, and one tap to those who could come."""
    facts = {"count": shift.lacking, "hour": clock(shift.starts_at), "unit": shift.activity.unit.short_name}
    if shift.has_begun:
        text = ngettext(
            "%(count)d person short, running since %(hour)s · %(unit)s",
            "%(count)d people short, running since %(hour)s · %(unit)s",
            shift.lacking,
        )
    else:
        text = ngettext(
            "%(count)d person short, begins at %(hour)s · %(unit)s",
            "%(count)d people short, begins at %(hour)s · %(unit)s",
            shift.lacking,
        )
    url = reverse("screen:big", args=[shift.pk])
    return Row(
        title=titled(shift),
        url=url,
        verb_url=page("suggestions:fill", shift.activity_id, otherwise=url),
        icon="siren",
        tone="text-error",
        meta=text % facts,
        figure=seats(shift.arrived if shift.has_begun else shift.taken, shift.places, "small"),
        deadline=_("now") if shift.has_begun else relative(shift.starts_at),
        late=True,
        verb=_("Invite people"),
    )


def titled(shift: Shift) -> str:
    title = shift.activity.title
    return f"{title}, {shift.name[:1].lower()}{shift.name[1:]}" if shift.name else title


def incident_row(incident: Incident) -> Row:
    """What is restricted is not told before it is opened."""
    kind = _("Restricted incident") if incident.is_restricted else incident.get_kind_display()
    where = incident.activity.title if incident.activity and not incident.is_restricted else incident.unit.short_name
    return Row(
        title=f"{kind}: {where}",
        url=reverse("safety:incident", args=[incident.pk]),
        icon=incident_icon(incident.kind),
        tone="text-error" if incident.severity == Incident.Severity.GRAVE else "text-ink-accent",
        meta=f"{incident.get_severity_display()} · {incident.unit.short_name}",
        deadline=relative(incident.reported_at),
        late=incident.severity == Incident.Severity.GRAVE,
        verb=_("Deal with it") if incident.status == Incident.Status.OPEN else _("Note it"),
    )


def decision_row(activity: Activity) -> Row:
    return Row(**facts_of(activity), icon="user-check", tone="text-primary", verb=_("Decide"))


def returned_row(activity: Activity) -> Row:
    return Row(**facts_of(activity), icon="undo-2", tone="text-ink-accent", verb=_("Read why"))


def facts_of(activity: Activity) -> dict[str, Any]:
    when = day(activity.starts_at)
    return {
        "title": activity.title,
        "url": reverse("activities:detail", args=[activity.pk]),
        "meta": f"{activity.unit.name} · {when}" if when else activity.unit.name,
        "deadline": days_left(activity.starts_at),
    }


def report_row(report: Report) -> Row:
    text = " ".join(report.text.split())
    return Row(
        title=text if len(text) <= REPORT_CHARACTERS else f"{text[:REPORT_CHARACTERS].rsplit(' ', 1)[0]}…",
        url=reverse("needs:report", args=[report.pk]),
        icon="message-square",
        tone="text-primary",
        meta=_("Reported by a citizen · %(place)s") % {"place": report.area.name},
        deadline=relative(report.at),
        verb=_("Read it"),
    )


def proposal_row(proposal: Any) -> Row:
    url = reverse("matching:board", args=[proposal.pk])
    days = f"{daymonth(proposal.starts_on)}–{daymonth(proposal.ends_on)}"
    if proposal.status == Proposal.Status.READY:
        meta, verb = _("Ready to look at and send · %(days)s") % {"days": days}, _("Look at it")
    else:
        facts = {"agreed": proposal.agreed, "asked": proposal.asked, "refused": proposal.refused}
        meta, verb = _("%(agreed)d of %(asked)d agreed, %(refused)d did not") % facts, _("Fill again")
        url = page("matching:answers", proposal.pk, otherwise=url)
    return Row(proposal.name, url, "waypoints", meta, days_left(proposal.starts_on), verb, tone="text-primary")


def invitation_row(asked: Participation) -> Row:
    """A campaign of another unit that waits for an answer."""
    facts = {"unit": asked.campaign.unit.short_name, "own": asked.unit.short_name}
    url = f"{reverse('campaigns:answer', args=[asked.campaign_id])}?don-vi={asked.unit.slug}"
    meta = _("%(unit)s asks how many people %(own)s brings") % facts
    return Row(
        asked.campaign.name, url, "flag", meta, days_left(max(asked.campaign.during.lower, today())), _("Answer"), tone="text-primary"
    )


def contracts_row(programme: Any) -> Row:
    text = ngettext("%(count)d contract of volunteers ends soon", "%(count)d contracts of volunteers end soon", programme.ending)
    url = f"{reverse('campaigns:contracts', args=[programme.pk])}?loc=sap-het"
    last = programme.ends_next - timedelta(days=1)
    return Row(programme.name, url, "file-text", text % {"count": programme.ending}, days_left(last), _("See who"))


def key_row(key: SigningKey) -> Row:
    """A key that ends soon, or has ended: until a new one comes nothing can be signed."""
    text = _("The key that signs papers expired") if key.ends_at <= timezone.now() else _("The key that signs papers ends soon")
    url, meta = reverse("keys:one", args=[key.pk]), f"{text} · {key.unit.short_name}"
    return Row(key.subject, url, "key", meta, days_left(key.ends_at), _("See the key"), tone="text-ink-accent")


def offers_row(shift: Any) -> Row:
    """People on the waiting list, and offers that end soon."""
    said = []
    if shift.queue:
        said.append(ngettext("%(count)d waits for a place", "%(count)d wait for a place", shift.queue) % {"count": shift.queue})
    if shift.ending:
        text = ngettext("%(count)d offer ends at %(clock)s", "%(count)d offers end from %(clock)s on", shift.ending)
        said.append(text % {"count": shift.ending, "clock": clock(shift.ends_next)})
    url = reverse("activities:roster", args=[shift.activity_id])
    return Row(titled(shift), url, "hourglass", ", ".join(said), days_left(shift.starts_at), _("See who"), tone="text-primary")


def silent_row(activity: Any) -> Row:
    text = ngettext(
        "%(count)d person has not said whether they come on the new day",
        "%(count)d people have not said whether they come on the new day",
        activity.silent,
    )
    url = reverse("activities:roster", args=[activity.pk])
    return Row(
        title=activity.title,
        url=url,
        icon="calendar-clock",
        tone="text-primary",
        meta=text % {"count": activity.silent},
        deadline=relative(activity.until),
        verb=_("Ask again"),
        verb_url=f"{reverse('safety:announce', args=[activity.pk])}?toi=unanswered",
    )


def request_row(request: DataRequest) -> Row:
    due = request.answer_due if request.answered_at is None else request.carry_due
    meta = _("Asked on %(day)s · to be answered") if request.answered_at is None else _("Asked on %(day)s · to be carried out")
    return Row(
        title=f"{request.person.full_name}: {request.get_kind_display()}",
        url=reverse("data_requests:detail", args=[request.pk]),
        icon="shield-check",
        tone="text-primary",
        meta=meta % {"day": fulldate(request.asked_at)},
        deadline=days_left(due),
        verb=_("Answer"),
    )


def pair_row(pair: DuplicatePair, count: int) -> Row:
    text = ngettext("%(count)d pair may be one person", "%(count)d pairs may be one person each", count)
    meta = _("The likeliest: %(left)s, %(right)s") % {"left": pair.left.full_name, "right": pair.right.full_name}
    url = reverse("twins:list")
    return Row(text % {"count": count}, url, "users", meta, "", _("Compare"), verb_url=reverse("twins:pair", args=[pair.pk]))


def hours_row(claim: HoursClaim) -> Row:
    """One tap agrees where two eyes are enough."""
    text = _("%(hours)s hours · %(what)s · %(unit)s")
    if claim.levels > 1:
        text = _("%(hours)s hours, two people verify · %(what)s · %(unit)s")
    url = reverse("hours_desk:claim", args=[claim.pk])
    return Row(
        title=claim.person.full_name,
        url=url,
        icon="hourglass",
        tone="text-ink-accent",
        meta=text % {"hours": signed_hours(claim.minutes), "what": about(claim), "unit": claim.unit.short_name},
        deadline=relative(claim.at),
        verb=_("Look") if claim.levels > 1 else _("Agree"),
        post_url="" if claim.levels > 1 else reverse("hours_desk:approve", args=[claim.pk]),
    )


def need_row(need: Need) -> Row:
    """One tap says that it is still needed."""
    meta = _("Last confirmed on %(day)s · %(place)s") % {"day": fulldate(need.confirmed_at), "place": need.area.name}
    return Row(
        title=need.title,
        url=reverse("needs:detail", args=[need.pk]),
        icon="map-pin-off",
        meta=meta,
        deadline=days_left(need.ends_on),
        verb=_("Still needed"),
        post_url=reverse("needs:confirm", args=[need.pk]),
    )


def move_row(move: UnsettledMove) -> Row:
    facts = {"old": move.before.unit.short_name, "now": move.after.unit.short_name}
    meta = _("Formerly %(old)s, for now in %(now)s") % facts
    url = f"{reverse('desk:moves')}?don-vi={move.before.unit.slug}"
    return Row(move.after.person.full_name, url, "waypoints", meta, "", _("Choose the unit"))
