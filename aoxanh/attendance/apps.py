from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class AttendanceConfig(AppConfig):
    name = "aoxanh.attendance"
    label = "attendance"
    navigation = [
        Entry(_("Attendance"), "attendance:today", "scan-line", "desk", 40, "attendance.take"),
        Entry(_("Attendance"), "attendance:activity", "scan-line", "activity", 40, "attendance.read"),
        Entry(_("Feedback"), "attendance:feedback", "message-square", "activity", 75, "attendance.read"),
        Entry(_("Hours of service"), "hours_desk:first", "hourglass", "desk", 52, "attendance.read", short=_("Hours")),
        Entry(_("Hours to verify"), "hours_desk:claims", "badge-check", "desk", 53, "hours.verify"),
        Entry(_("Rules for hours"), "hours_desk:rules", "file-text", "desk", 93, "hours.rules"),
        Entry(_("My hours"), "hours:mine", "hourglass", "account", 25),
    ]
    verbs = {
        "attendance.hours_asked": _("Asked that hours be counted or corrected"),
        "attendance.hours_endorsed": _("Agreed to hours, as the first of two"),
        "attendance.hours_approved": _("Agreed to hours"),
        "attendance.hours_refused": _("Refused hours"),
        "attendance.hours_withdrawn": _("Took back a claim of hours"),
        "attendance.hours_rule_made": _("Made a rule for hours"),
        "attendance.checked_in": _("Checked a person in"),
        "attendance.checked_out": _("Checked a person out"),
        "attendance.ways_set": _("Set how people check themselves in"),
        "attendance.key_renewed": _("Renewed a code by which people check themselves in"),
        "attendance.arrival_moved": _("Moved an arrival to the earlier one that another phone saw"),
        "attendance.doubt_settled": _("Decided on a scan in doubt"),
        "attendance.walked_in": _("Gave a place to somebody who came without one"),
        "attendance.list_taken_back": _("Took a paper list of arrivals back"),
        "attendance.settled": _("Settled attendance"),
        "attendance.thanked": _("Thanked those who came"),
        "attendance.feedback_hidden": _("Hid words of feedback"),
        "attendance.feedback_shown": _("Showed words of feedback again"),
        "attendance.feedback_heeded": _("Noted what was done after feedback"),
    }

    def ready(self) -> None:
        from aoxanh.attendance import dossier, importing  # Models are ready only now.

        dossier.register_sections()
        importing.register_kind()
