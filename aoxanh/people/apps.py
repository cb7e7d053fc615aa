from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class PeopleConfig(AppConfig):
    name = "aoxanh.people"
    label = "people"
    navigation = [
        Entry(_("Your profile"), "people:profile", "circle-user", "account", order=80),
        Entry(_("Your profile"), "people:profile", "circle-user", "volunteer", order=90, short=_("Me")),
    ]

    def ready(self) -> None:
        from aoxanh.people import reorganisation  # Models are ready only now.

        reorganisation.register()
