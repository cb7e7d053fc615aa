from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "aoxanh.access"
    label = "access"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # Models are ready only now.

        from aoxanh.access.acting import begin

        user_logged_in.connect(begin, dispatch_uid="access.begin")

        from aoxanh.access import reorganisation

        reorganisation.register()
