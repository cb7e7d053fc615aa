from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class ActivitiesConfig(AppConfig):
    name = "aoxanh.activities"
    label = "activities"
    navigation = [
        Entry(_("Activities"), "activities:list", "calendar-days", place="desk", order=20, permission="activities.read"),
        Entry(_("To approve"), "activities:approvals", "clipboard-check", place="desk", order=25, permission="activities.approve"),
        Entry(_("My pass"), "signup:next_pass", "qr-code", place="volunteer", order=30),
        Entry(_("Overview"), "activities:detail", "info", place="activity", order=10),
        Entry(_("People"), "activities:roster", "users", place="activity", order=20),
    ]

    def ready(self) -> None:
        from aoxanh.activities import reorganisation  # Models are ready only now.

        reorganisation.register()
