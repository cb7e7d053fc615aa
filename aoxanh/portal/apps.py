from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class PortalConfig(AppConfig):
    name = "aoxanh.portal"
    label = "portal"
    navigation = (
        Entry(_("Activities"), "portal:activities", "calendar-days", "public", 10),
        Entry(_("Campaigns"), "portal:campaigns", "flag", "public", 15),
        Entry(_("Map of needs"), "portal:map", "map", "public", 20),
        Entry(_("Units"), "portal:units", "network", "public", 30),
        Entry(_("Explore"), "portal:activities", "compass", "volunteer", 10),
    )
