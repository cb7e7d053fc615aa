"""What the phone and the short list say of a scan that came later: two words, and a sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.attendance.answers import TITLES

LATE_TITLES: dict[str, Promise] = {
    "recorded": _("Recorded"),
    "seen_twice": _("Shown twice"),
    "handed_over": _("Handed over"),
    "replaced_pass": _("Pass replaced"),
    "foreign_pass": _("Another Áo Xanh"),
    "unknown_shift": _("Unknown shift"),
    "not_yours": _("Not your shift"),
    "unreadable": _("Cannot be read"),
    "reused_scan": _("Scan used twice"),
}
SENTENCES: dict[str, Promise] = {
    "seen_twice": _("The same pass was shown on two phones, long apart. It counts once; perhaps a picture of it was shared."),
    "handed_over": _("Sent by somebody else than who scanned, or who scanned takes no attendance here any more."),
    "replaced_pass": _("The pass was given anew, and the old one was shown."),
    "wrong_shift": _("Signed up for another shift of this activity."),
    "wrong_activity": _("Signed up for another activity."),
    "not_confirmed": _("The place was given up before, or while the phone was without signal."),
    "not_running": _("The activity was cancelled or postponed, or its results are published."),
    "too_early": _("More than two hours before the shift; it may have been moved, or the phone's clock was wrong."),
    "too_late": _("More than two hours after the shift; it may have been moved, or the phone's clock was wrong."),
    "guardian_consent_missing": _("Under 16, and no guardian agrees at present."),
    "not_in": _("A leaving without an arrival."),
    "out_before_in": _("The leaving is earlier than the arrival."),
    "settled": _("The attendance was settled before this arrived."),
    "unknown_code": _("No place has this code."),
    "reused_scan": _("The scan was used for somebody else before."),
    "foreign_pass": _("The pass is from another Áo Xanh."),
    "forged_pass": _("The pass was not made by Áo Xanh."),
    "not_a_pass": _("What was scanned is not a pass."),
    "unknown_shift": _("There is no such shift."),
    "not_yours": _("You take no attendance for this shift. Ask the organiser to send it."),
    "unreadable": _("It could not be read. It is kept as it came."),
    "already_in": _("Checked in before, on this or another phone."),
    "already_out": _("Checked out before, on this or another phone."),
    "recorded": _("On the server."),
}


def title_of(verdict: str) -> Promise:
    """Two or three words for a verdict."""
    return LATE_TITLES.get(verdict) or TITLES.get(verdict) or LATE_TITLES["unreadable"]


def sentence_of(verdict: str) -> Promise:
    """A sentence for a verdict that holds whenever it is read."""
    return SENTENCES.get(verdict) or SENTENCES["unreadable"]
