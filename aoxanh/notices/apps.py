from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "aoxanh.notices"
    label = "notices"

    def ready(self) -> None:
        from aoxanh.accounts.signals import security_changed  # Models are ready only now.
        from aoxanh.notices.security import tell_holder

        security_changed.connect(tell_holder, dispatch_uid="notices.tell_holder")
