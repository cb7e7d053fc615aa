from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "aoxanh.org"
    label = "org"
    verbs = {
        "org.unit_corrected": _("Corrected a unit"),
        "org.unit_imported": _("Entered a unit from a list"),
        "org.unit_import_changed": _("Changed a unit from a list"),
        "org.unit_import_undone": _("Took back a unit from a list"),
        "org.post_opened": _("Opened a post"),
        "org.post_closed": _("Closed a post"),
        "org.reorganisation_drafted": _("Drafted a reorganisation"),
        "org.reorganisation_discarded": _("Discarded a reorganisation"),
        "org.reorganisation_amended": _("Changed the draft of a reorganisation"),
        "org.reorganisation_planned": _("Planned a reorganisation"),
        "org.reorganisation_in_effect": _("A reorganisation took effect"),
        "org.reorganisation_undone": _("Undid a reorganisation"),
        "org.reorganised": _("Decided a reorganisation"),
    }

    def ready(self) -> None:
        from aoxanh.imports.registry import register  # Models are ready only now.
        from aoxanh.org import spots
        from aoxanh.org.importing import Units

        register(Units())
        spots.register()
