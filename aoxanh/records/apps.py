from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class RecordsConfig(AppConfig):
    name = "aoxanh.records"
    label = "records"
    navigation = [
        Entry(_("Records"), "records:list", "camera", "desk", 50, "records.read"),
        Entry(_("Record"), "records:edit", "camera", "activity", 50, "records.read"),
    ]
