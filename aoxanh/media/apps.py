from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "aoxanh.media"
    label = "media"
    verbs = {
        "media.accepted": _("Uploaded a picture"),
        "media.withheld": _("Stopped handing out a picture"),
        "media.handed_out_again": _("Handed a picture out again"),
    }
