from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "aoxanh.documents"
    label = "documents"
    verbs = {
        "documents.key_added": _("Entered a signing key"),
        "documents.key_retired": _("Retired a signing key"),
        "documents.key_revoked": _("Revoked a signing key"),
    }
