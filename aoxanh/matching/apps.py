from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class MatchingConfig(AppConfig):
    name = "aoxanh.matching"
    label = "matching"
    navigation = [
        Entry(_("Coordination"), "matching:list", "waypoints", place="desk", order=40, permission="matching.read"),
        Entry(_("Invite more"), "suggestions:fill", "user-round-plus", place="activity", order=25, permission="activities.manage"),
        Entry(_("Dispatch"), "dispatch:list", "truck", place="desk", order=42, permission="matching.read"),
    ]
    verbs = {
        "matching.made": _("Made a proposal of who goes where"),
        "matching.weighed": _("Weighed a proposal otherwise"),
        "matching.run_asked": _("Had a proposal solved"),
        "matching.run_stopped": _("Stopped the solving of a proposal"),
        "matching.changed": _("Changed a proposal by hand"),
        "matching.sent": _("Sent a proposal"),
        "matching.invited": _("Invited people to a shift"),
        "matching.dispatch_drafted": _("Drafted a round of dispatch"),
        "matching.leg_put": _("Put a line into a round of dispatch"),
        "matching.leg_removed": _("Took a line out of a round of dispatch"),
        "matching.legs_suggested": _("Let lines of a round of dispatch be suggested"),
        "matching.dispatch_sent": _("Sent a round of dispatch"),
        "matching.dispatch_cancelled": _("Called off a round of dispatch"),
        "matching.leg_answered": _("Answered a line of a round of dispatch"),
    }

    def ready(self) -> None:
        from aoxanh.matching import reorganisation  # Models are ready only now.

        reorganisation.register()
