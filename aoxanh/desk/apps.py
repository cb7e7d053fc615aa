from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class DeskConfig(AppConfig):
    name = "aoxanh.desk"
    label = "desk"
    verbs = {"desk.exported": _("Took a list away")}
    navigation = (
        Entry(_("Today"), "desk:home", "list-todo", "desk", 10, "desk.enter"),
        Entry(_("Units over time"), "desk:units", "network", "desk", 90, "units.read", short=_("Units")),
        Entry(_("Excel in and out"), "desk:imports", "file-spreadsheet", "desk", 91, "people.import"),
        Entry(_("Grants"), "grants:held", "key-round", "desk", 92, "grants.manage"),
        Entry(_("Log"), "audit:log", "history", "desk", 94, "audit.read"),
        Entry(_("Results"), "results:campaign", "chart-column", "campaign", 25),
        Entry(_("My work"), "desk:my", "calendar-check", "volunteer", 20),
        Entry(_("My work"), "desk:my", "calendar-check", "account", 20),
        Entry(_("Who did what with my data"), "own_log:mine", "history", "account", 85),
        Entry(_("Desk"), "desk:home", "briefcase", "account", 10, "desk.enter"),
    )
