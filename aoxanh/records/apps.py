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
        "records.uses_written": _("Wrote what was used"),
        "records.lessons_written": _("Wrote what was learnt"),
        "records.published": _("Published a record"),
        "records.reopened": _("Opened a record again"),
        "records.corrected": _("Published a corrected record"),
        "records.reminded": _("Asked for the results of an activity"),
        "records.picture_added": _("Added a picture"),
        "records.picture_described": _("Described a picture"),
        "records.picture_moved": _("Moved a picture"),
        "records.picture_removed": _("Removed a picture"),
        "records.picture_blurred": _("Blurred a picture"),
        "records.consent_asked": _("Asked for consent to a picture"),
        "records.picture_taken_out": _("A picture went, because consent was taken back"),
        "records.picture_back": _("A picture came back, because consent was given"),
        "records.declared": _("Declared work done off the portal"),
        "records.turned": _("Turned declared work into a record"),
        "records.withdrew_declared": _("Withdrew declared work"),
    }

    def ready(self) -> None:
        from aoxanh.imports.registry import register  # Models are ready only now.
        from aoxanh.records import dossier, reorganisation
        from aoxanh.records.importing import DeclaredList

        reorganisation.register()
        dossier.register_sections()
        register(DeclaredList())
