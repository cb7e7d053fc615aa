from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "aoxanh.audit"
    label = "audit"
    verbs = {
        "audit.exported": _("Took the log along as a list"),
    }

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in  # Models are ready only now.
        from allauth.socialaccount.signals import social_account_added

        from aoxanh.accounts.signals import security_changed
        from aoxanh.audit.actions import note_link, note_security, note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="audit.note_sign_in")
        social_account_added.connect(note_link, dispatch_uid="audit.note_link")
        security_changed.connect(note_security, dispatch_uid="audit.note_security")
