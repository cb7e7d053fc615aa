from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class RecordsConfig(AppConfig):
    name = "aoxanh.records"
    label = "records"
    navigation = [
        Entry(_("Records"), "records:list", "camera", "desk", 50, "records.read"),
        Entry(_("Record"), "records:edit", "camera", "activity", 50, "records.read"),
    ]
    verbs = {
        "records.written": _("Wrote a record"),
        "records.published": _("Published a record"),
        "records.picture_added": _("Added a picture"),
        "records.picture_described": _("Described a picture"),
        "records.picture_moved": _("Moved a picture"),
        "records.picture_removed": _("Removed a picture"),
        "records.declared": _("Declared work done off the portal"),
        "records.withdrew_declared": _("Withdrew declared work"),
    }

    def ready(self) -> None:
        from aoxanh.records import reorganisation  # Models are ready only now.

        reorganisation.register()
