from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class AttendanceConfig(AppConfig):
    name = "aoxanh.attendance"
    label = "attendance"
    navigation = [
        Entry(_("Attendance"), "attendance:today", "scan-line", "desk", 40, "attendance.take"),
        Entry(_("Attendance"), "attendance:activity", "scan-line", "activity", 40, "attendance.read"),
    ]
    verbs = {
        "attendance.checked_in": _("Checked a person in"),
        "attendance.checked_out": _("Checked a person out"),
        "attendance.ways_set": _("Set how people check themselves in"),
        "attendance.key_renewed": _("Renewed a code by which people check themselves in"),
        "attendance.settled": _("Settled attendance"),
    }

    def ready(self) -> None:
        from aoxanh.attendance import dossier  # Models are ready only now.

        dossier.register_sections()
