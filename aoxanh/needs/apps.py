from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class NeedsConfig(AppConfig):
    name = "aoxanh.needs"
    label = "needs"
    navigation = [
        Entry(_("Needs"), "needs:list", "map-pin", place="desk", order=30, permission="needs.read"),
        Entry(_("Report a need"), "need_reports:new", "inbox", place="footer", order=5),
    ]
    verbs = {
        "needs.published": _("Published a need"),
        "needs.confirmed": _("Confirmed a need"),
        "needs.closed": _("Closed a need"),
        "needs.reopened": _("Opened a need again"),
        "needs.lapsed": _("A need's days were over"),
        "needs.places_counted": _("Counted a need's places"),
        "needs.materials_noted": _("Noted materials for a need"),
        "needs.chased": _("Asked whether a need is still there"),
        "needs.rule_set": _("Set how needs are asked after"),
        "needs.rule_ended": _("Ended a rule for asking after needs"),
        "needs.report_sent": _("A citizen reported a need"),
        "needs.report_decided": _("Answered a citizen's report"),
        "needs.report_sent_up": _("A report went to the unit above"),
    }

    def ready(self) -> None:
        from aoxanh.needs import reorganisation  # Models are ready only now.

        reorganisation.register()
