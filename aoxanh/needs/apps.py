from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class NeedsConfig(AppConfig):
    name = "aoxanh.needs"
    label = "needs"
    navigation = [Entry(_("Needs"), "needs:list", "map-pin", place="desk", order=30, permission="needs.read")]
    verbs = {
        "needs.published": _("Published a need"),
        "needs.confirmed": _("Confirmed a need"),
        "needs.closed": _("Closed a need"),
        "needs.places_counted": _("Counted a need's places"),
    }

    def ready(self) -> None:
        from aoxanh.needs import reorganisation  # Models are ready only now.

        reorganisation.register()
