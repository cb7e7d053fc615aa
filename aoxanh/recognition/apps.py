from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class RecognitionConfig(AppConfig):
    name = "aoxanh.recognition"
    label = "recognition"
    navigation = [
        Entry(_("Certificates"), "recognition:activity", "award", "activity", 60, "certificates.read"),
        Entry(_("Verify a certificate"), "verify:form", "badge-check", "footer", 10),
    ]
    verbs = {
        "recognition.issued": _("Issued certificates"),
    }

    def ready(self) -> None:
        from aoxanh.recognition import dossier  # Models are ready only now.

        dossier.register_section()
