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
        from aoxanh.imports.registry import register  # Models are ready only now.
        from aoxanh.people import reorganisation
        from aoxanh.people.importing.officers import Officers
        from aoxanh.people.importing.volunteers import Volunteers

        reorganisation.register()
        register(Volunteers())
        register(Officers())
