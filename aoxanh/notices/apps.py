from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "aoxanh.notices"
    label = "notices"

    def ready(self) -> None:
        from allauth.socialaccount.signals import social_account_added  # Models are ready only now.

        from aoxanh.accounts.signals import security_changed
        from aoxanh.notices.security import tell_holder, tell_of_link

        security_changed.connect(tell_holder, dispatch_uid="notices.tell_holder")
        social_account_added.connect(tell_of_link, dispatch_uid="notices.tell_of_link")
