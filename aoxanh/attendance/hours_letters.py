"""What people are told about hours they asked for."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from aoxanh.activities.letters import Letter, because, send
from aoxanh.activities.letters import address_of as address
from aoxanh.attendance.models import HoursClaim
from aoxanh.kit.parts.figures import hours
from aoxanh.kit.parts.when import fulldate


def tell_decision(claim: HoursClaim) -> None:
    """To the person whose hours they are, and to whoever asked for them."""
    key = f"hours.decided:{claim.pk}"
    send(address(claim.person), claim.person.user, f"{key}:{claim.person_id}", lambda: decision(claim, is_own=True))
    if claim.by_id != claim.person.user_id:
        send(claim.by.address, claim.by, f"{key}:{claim.by_id}", lambda: decision(claim, is_own=False))


def decision(claim: HoursClaim, *, is_own: bool) -> Letter:
    facts = {"what": about(claim), "hours": signed_hours(claim.minutes), "name": claim.person.full_name, "unit": claim.unit.name}
    if claim.status == HoursClaim.Status.APPROVED:
        subject = _("%(hours)s hours counted: %(what)s") % facts
        text = _("%(unit)s agreed. %(hours)s hours now stand in the ledger of %(name)s, with the reason and who verified them.") % facts
    else:
        subject = _("Hours not counted: %(what)s") % facts
        text = _("%(unit)s did not agree to %(hours)s hours of %(name)s. Nothing in the ledger changed.") % facts
    words = [because(claim.why)] if claim.why else []
    page = [_("All your hours: %(link)s") % {"link": settings.BASE_URL + reverse("hours:mine")}] if is_own else []
    return subject, [text, *words, *page]


def about(claim: HoursClaim) -> str:
    """ "Dọn chợ Vạn Linh, 21/11/2026"."""
    title = claim.signup.shift.activity.title if claim.signup else claim.title
    return f"{title}, {fulldate(claim.on)}"


def signed_hours(minutes: int) -> str:
    """ "+1,5" or "−0,5", with a sign that cannot be taken for a dash."""
    return f"{'+' if minutes > 0 else '−'}{hours(abs(minutes))}"
