from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class DocumentsConfig(AppConfig):
    name = "aoxanh.documents"
    label = "documents"
    navigation = [Entry(_("Signing keys"), "keys:list", "key", "desk", 93, "keys.manage")]
    verbs = {
        "documents.key_added": _("Entered a signing key"),
        "documents.key_retired": _("Retired a signing key"),
        "documents.key_revoked": _("Revoked a signing key"),
    }
