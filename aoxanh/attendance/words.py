"""The words of the app for the door, in the language of its page: the script knows none itself. `%(name)s` is filled in on the phone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from aoxanh.attendance.answers import ADVICE, TITLES

OWN_TITLES: dict[str, Promise] = {
    "replaced_pass": gettext_lazy("Pass replaced"),
    "foreign_pass": gettext_lazy("Another system's pass"),
    "not_kept": gettext_lazy("Not kept"),
}
LINES: dict[str, Promise] = {
    "already_in": gettext_lazy("Checked in at %(time)s."),
    "already_out": gettext_lazy("Checked out at %(time)s."),
    "wrong_shift": gettext_lazy("Signed up for another shift: %(shift)s, %(day)s."),
    "wrong_activity": gettext_lazy("Signed up for: %(activity)s, %(day)s."),
    "wrong_activity.unknown": gettext_lazy("Signed up for another activity, which this phone does not know."),
    "not_confirmed": gettext_lazy("This place was given up. Whoever wants to join must sign up again."),
    "not_running": gettext_lazy("The activity takes no check-ins any more: it was cancelled or its results are published."),
    "too_early": gettext_lazy("The shift takes check-ins from %(time)s, %(day)s."),
    "too_late": gettext_lazy("The shift ended at %(time)s, %(day)s. Check-ins end two hours after that."),
    "guardian_consent_missing": gettext_lazy(
        "Under age, and no guardian agreed when this phone was prepared. Without consent nobody takes part."
    ),
    "unknown_code": gettext_lazy("No place has this code. Read it again, or look for the name."),
    "replaced_pass": gettext_lazy("A newer pass was made for this person. Ask for that one, or look for the name."),
    "forged_pass": gettext_lazy("This pass was not made by Áo Xanh. Ask for the short code, or choose the person in the list."),
    "foreign_pass": gettext_lazy("Signed by a key that this phone does not know. Ask for the short code, or look for the name."),
    "not_a_pass": gettext_lazy("This QR is not a pass of Áo Xanh. Ask the person to open the pass, or choose them in the list."),
    "not_kept": gettext_lazy("This phone has no room left, and nothing was recorded. Free some room, or write the name on paper."),
}
STRIP: dict[str, Promise] = {
    "closed": gettext_lazy("No network, check-in goes on"),
    "open": gettext_lazy("Sending"),
    "unknown": gettext_lazy("Looking for the network"),
    "signed_out": gettext_lazy("Signed out, nothing is lost"),
    "other_user": gettext_lazy("Scans of somebody else wait here"),
    "declined": gettext_lazy("The server took nothing yet"),
    "waiting": gettext_lazy("%(n)s waiting to be sent"),
    "none": gettext_lazy("No scan waits"),
    "last": gettext_lazy("last sent %(time)s"),
    "progress": gettext_lazy("%(done)s/%(total)s sent"),
}
DOOR: dict[str, Promise] = {
    "welcome": gettext_lazy("Come in"),
    "farewell": gettext_lazy("Goodbye"),
    "noted": gettext_lazy("Noted"),
    "number": gettext_lazy("Number %(n)d of %(places)d."),
    "unread": gettext_lazy("Safety briefing not read: tell them now."),
    "unlisted": gettext_lazy("Signed up after this phone was prepared. The name comes once it is sent."),
    "without_arrival": gettext_lazy("No arrival on this phone. The leaving is kept; the server puts both together."),
    "thanks": gettext_lazy("Thank you for today."),
    "heads": gettext_lazy("%(n)s heads counted."),
    "came": gettext_lazy("came"),
    "seats": gettext_lazy("%(taken)s of %(places)s came"),
    "hold_in": gettext_lazy("Hold the QR into the frame"),
    "hold_out": gettext_lazy("Hold the QR of who leaves into the frame"),
    "waits": gettext_lazy("waiting to be sent"),
    "sent": gettext_lazy("sent"),
    "about": gettext_lazy("About %(name)s"),
    "about_shift": gettext_lazy("About the whole shift"),
    "roster": gettext_lazy("Roster of %(name)s"),
    "by_hand_in": gettext_lazy("Check in %(name)s"),
    "by_hand_out": gettext_lazy("Check out %(name)s"),
    "verb_in": gettext_lazy("Check in"),
    "verb_out": gettext_lazy("Check out"),
    "no_consent": gettext_lazy("no consent"),
    "no_briefing": gettext_lazy("briefing not read"),
    "guest": gettext_lazy("new person"),
    "unnamed": gettext_lazy("Name comes later"),
}
HOME: dict[str, Promise] = {
    "none": gettext_lazy("No shift on this phone yet"),
    "some": gettext_lazy("Ready without a network: %(shifts)s shifts, %(people)s people"),
    "people": gettext_lazy("%(n)s people"),
    "age": gettext_lazy("prepared at %(time)s"),
    "age_day": gettext_lazy("prepared at %(time)s, %(day)s"),
    "old": gettext_lazy("Prepared more than 12 hours ago. Prepare again while there is a network."),
    "changed": gettext_lazy("The roster changed since: %(added)s more, %(gone)s fewer. This phone now has the new one."),
    "ready": gettext_lazy("Prepared: %(n)s people, %(size)s."),
    "failed": gettext_lazy("No answer came. Nothing was prepared; try again where there is a signal."),
    "full": gettext_lazy("This phone has no room left. Nothing was kept; free some room and prepare again."),
    "refused": gettext_lazy("The server refused: %(reason)s"),
    "size": gettext_lazy("%(size)s on this phone."),
    "persisted": gettext_lazy("The browser keeps it until you remove it."),
    "not_persisted": gettext_lazy("The browser may clear it when the phone runs out of room: send before you put the phone away for long."),
    "preparing": gettext_lazy("Preparing"),
    "choose": gettext_lazy("Choose a shift first."),
    "signed_out": gettext_lazy("Sign in to prepare shifts. What is on this phone stays usable."),
    "offline": gettext_lazy("Without a network no further shift can be prepared."),
    "no_shifts": gettext_lazy("You take attendance at no shift today or tomorrow."),
}
QUEUE: dict[str, Promise] = {
    "waiting": gettext_lazy("%(n)s acts wait to be sent"),
    "none": gettext_lazy("Everything is sent"),
    "of": gettext_lazy("%(n)s acts by %(name)s. You are signed in as %(user)s."),
    "someone": gettext_lazy("another user"),
    "in": gettext_lazy("Arrival"),
    "out": gettext_lazy("Leaving"),
    "walk_in": gettext_lazy("New person"),
    "note": gettext_lazy("Note"),
    "headcount": gettext_lazy("Headcount"),
    "phone": gettext_lazy("A mobile number has 10 digits and begins with 0."),
    "name": gettext_lazy("Write the name."),
    "words": gettext_lazy("Write the note."),
    "number": gettext_lazy("Write how many heads, from 0 to 9999."),
    "of_age": gettext_lazy("Whoever is younger than 16 signs up with a guardian's consent first."),
    "agrees": gettext_lazy("Ask whether the name and number may be kept, and tick it."),
}


def words() -> dict[str, str]:
    """ "title.too_early": "Quá sớm" and so on."""
    groups = {"title": TITLES | OWN_TITLES, "advice": ADVICE, "line": LINES, "strip": STRIP, "door": DOOR, "home": HOME, "queue": QUEUE}
    return {f"{group}.{name}": str(text) for group, texts in groups.items() for name, text in texts.items()}
