from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class IndicatorsConfig(AppConfig):
    name = "aoxanh.indicators"
    label = "indicators"
    navigation = (
        Entry(_("Programmes"), "programmes:list", "target", "public", 40),
        Entry(_("Targets"), "indicators:plans", "target", "programme", 10, "indicators.read"),
    )
    verbs = {
        "indicators.units_reminded": _("Reminded units to record"),
    }
