from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "aoxanh.audit"
    label = "audit"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in  # Models are ready only now.

        from aoxanh.audit.actions import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="audit.note_sign_in")
