from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "aoxanh.imports"
    label = "imports"
    verbs = {
        "imports.uploaded": _("Uploaded a list"),
        "imports.dropped": _("Dropped a list"),
        "imports.written": _("Wrote a list"),
        "imports.undoing": _("Began to undo a list"),
        "imports.undone": _("Undid a list"),
    }
