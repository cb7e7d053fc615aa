from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "aoxanh.access"
    label = "access"
    verbs = {
        "access.given": _("Gave a role"),
        "access.withdrawn": _("Withdrew a role"),
    }

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # Models are ready only now.

        from aoxanh.access.acting import begin

        user_logged_in.connect(begin, dispatch_uid="access.begin")

        from aoxanh.access import reorganisation

        reorganisation.register()
