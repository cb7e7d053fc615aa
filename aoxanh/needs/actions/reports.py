"""A citizen's report: sent by anyone, looked at by who keeps the needs of the place, answered."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import local, today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.needs import letters
from aoxanh.needs.actions.chasing import is_quiet
from aoxanh.needs.actions.life import locked, move
from aoxanh.needs.drafts import Told
from aoxanh.needs.models import Need, Report, Step
from aoxanh.needs.queries.keepers import keepers
from aoxanh.needs.queries.reports import moderators_of, unit_above
from aoxanh.places.models import Area
from aoxanh.places.queries import commune_at, suggest_communes

State = Report.State


@transaction.atomic
def send_report(told: Told, *, request_id: UUID) -> Report:
    """Put a report before those who keep the needs of its commune. Anybody may; `request_id` was made with the form.

    Nobody else sees it. The reporter is told its code at once. Refused: `outside_vietnam`, `nobody_there`.
    """
    if seen := Report.objects.filter(request_id=request_id).first():
        return seen
    area = told.area or area_at(told.latitude, told.longitude)
    unit = moderators_of(area, on=today())
    if unit is None:
        raise Refused("nobody_there", _("No unit takes reports from %(area)s yet. Call the commune's people's committee.") % {"area": area})
    report = Report.objects.create(
        unit=unit,
        code=short_code(8),
        text=told.text.strip(),
        address=tidy(told.address),
        area=area,
        latitude=told.latitude,
        longitude=told.longitude,
        name=tidy(told.name),
        phone=told.phone,
        email=told.email,
        language=get_language() or settings.LANGUAGE_CODE,
        request_id=request_id,
    )
    record("needs.report_sent", report, by=None, unit_id=unit.pk, area=area.code)
    letters.report_arrived(report)
    announce(report)
    return report


def area_at(latitude: float, longitude: float) -> Area:
    """The commune of the point; of one just over the border of the country, the nearest."""
    if there := commune_at(latitude, longitude, on=today()):
        return there
    nearest = suggest_communes(latitude, longitude, on=today(), limit=1)
    if not nearest or nearest[0].metres > settings.PLACE_TOLERANCE_M:
        raise Refused("outside_vietnam", _("This point lies outside Viet Nam. Put the pin where people will meet."))
    return nearest[0].area


def announce(report: Report) -> None:
    """Tell those who look at it, each once; by night the hourly task does so in the morning."""
    if not is_quiet(timezone.now()):
        letters.report_to_moderate(report, keepers([report.unit_id], on=today()).get(report.unit_id, []))


def accept(report: Report, need: Need, *, by: User) -> Report:
    """The report became this need. Refused: `already_decided`."""
    return decide(report, State.ACCEPTED, by=by, need=need)


@transaction.atomic
def merge_report(report: Report, need: Need, *, by: User) -> Report:
    """It tells of a need that is known: the need counts as confirmed, for somebody has just seen it. Refused: `already_decided`, `over`."""
    need = locked(need)
    if not need.is_live:
        raise Refused("over", _("This need is no longer open. Choose another one, or make the report a need of its own."))
    report = decide(report, State.MERGED, by=by, need=need)
    need.confirmed_at = max(need.confirmed_at, report.at)
    move(need, Step.Why.MERGED, by=by, fields=("confirmed_at",))
    return report


@transaction.atomic
def decline_report(report: Report, *, reason: str, by: User) -> Report:
    """It becomes nothing, and the reporter hears why. Refused: `reason_missing`, `already_decided`."""
    if not reason.strip():
        raise Refused("reason_missing", _("Say why: whoever reported it reads it."))
    return decide(report, State.DECLINED, by=by, reason=reason.strip())


def decide(report: Report, state: str, *, by: User, need: Need | None = None, reason: str = "") -> Report:
    report = Report.objects.select_for_update(of=("self",)).select_related("area", "unit").get(pk=report.pk)
    if not report.is_pending:
        raise Refused("already_decided", _("Somebody has answered this report already. Load the page again to see how."))
    report.state, report.need, report.reason = state, need, reason
    report.decided_at, report.decided_by = timezone.now(), by
    report.save(update_fields=["state", "need", "reason", "decided_at", "decided_by"])
    record("needs.report_decided", report, by=by, unit_id=report.unit_id, state=state)
    letters.report_answered(report)
    return report


@transaction.atomic
def reroute_reports() -> int:
    """Send waiting reports up that lie too long, or whose unit nobody keeps any more, and announce what came by night. How many went up."""
    on, late = today(), timezone.now() - timedelta(days=settings.NEED_REPORT_DAYS)
    waiting = list(Report.objects.filter(state=State.PENDING).select_for_update(of=("self",)).select_related("area", "unit").order_by("at"))
    kept = keepers({report.unit_id for report in waiting}, on=on)
    count = 0
    for report in waiting:
        is_late = report.routed_at < late
        if (is_late or report.unit_id not in kept) and (above := unit_above(report.unit_id, on=on)):
            hand_up(report, above, "late" if is_late else "nobody_there")
            count += 1
        announce(report)
    return count


def hand_up(report: Report, above: UUID, why: str) -> None:
    before = report.unit_id
    report.unit_id, report.routed_at = above, timezone.now()
    report.save(update_fields=["unit", "routed_at"])
    record("needs.report_sent_up", report, by=None, unit_id=above, before=str(before), reason=why)


def forget_reporters() -> int:
    """Blank name and addresses of reports that were answered long ago; how many."""
    before = local(timezone.now()) - timedelta(days=settings.NEED_REPORTER_KEPT_DAYS)
    gone = Report.objects.filter(decided_at__lt=before, forgotten_at=None)
    return gone.update(name="", phone="", email="", forgotten_at=timezone.now())
