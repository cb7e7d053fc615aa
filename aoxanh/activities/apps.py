from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class ActivitiesConfig(AppConfig):
    name = "aoxanh.activities"
    label = "activities"
    navigation = [
        Entry(_("Activities"), "activities:list", "calendar-days", place="desk", order=20, permission="activities.read"),
        Entry(_("Map"), "desk_map:map", "map", place="desk", order=32, permission="needs.read"),
        Entry(_("To approve"), "activities:approvals", "clipboard-check", place="desk", order=25, permission="activities.approve"),
        Entry(_("Children and guardians"), "minors:list", "user-check", place="desk", order=55, permission="guardians.manage"),
        Entry(_("My pass"), "signup:next_pass", "qr-code", place="volunteer", order=30),
        Entry(_("Campaigns"), "campaigns:list", "flag", place="desk", order=22, permission="activities.read"),
        Entry(_("My teams"), "teams:mine", "users-round", place="account", order=50),
        Entry(_("Overview"), "campaigns:detail", "info", place="campaign", order=10),
        Entry(_("Units"), "campaigns:units", "network", place="campaign", order=20),
        Entry(_("Activities"), "campaigns:activities", "calendar-days", place="campaign", order=30),
        Entry(_("Teams"), "campaigns:teams_of", "users-round", place="campaign", order=40),
        Entry(_("Overview"), "activities:detail", "info", place="activity", order=10),
        Entry(_("People"), "activities:roster", "users", place="activity", order=20),
        Entry(_("Waiting list"), "activities:waiting", "hourglass", place="activity", order=25),
        Entry(_("Incidents"), "safety:incidents", "siren", place="desk", order=28, permission="incidents.read"),
        Entry(_("Report an incident"), "safety:report", "siren", place="account", order=60),
        Entry(_("Safety"), "safety:overview", "shield-check", place="activity", order=30),
        Entry(_("Messages"), "safety:announce", "send", place="activity", order=40, permission="activities.manage"),
    ]
    verbs = {
        "activities.pass_reissued": _("Gave a pass anew"),
        "activities.campaign_created": _("Made a campaign"),
        "activities.campaign_revised": _("Changed a campaign"),
        "activities.campaign_opened": _("Opened a campaign"),
        "activities.campaign_closed": _("Closed a campaign"),
        "activities.campaign_cancelled": _("Cancelled a campaign"),
        "activities.campaign_parts": _("Changed stages or fronts of a campaign"),
        "activities.campaign_goal": _("Changed a goal of a campaign"),
        "activities.campaign_invited": _("Invited units to a campaign"),
        "activities.campaign_joined": _("Took part in a campaign"),
        "activities.campaign_declined": _("Declined a campaign"),
        "activities.campaign_taken_off": _("Took a unit off a campaign"),
        "activities.team_created": _("Made a team"),
        "activities.team_revised": _("Changed a team"),
        "activities.team_ended": _("Ended a team"),
        "activities.team_link": _("Made a new link of a team"),
        "activities.team_leader": _("Named the leader of a team"),
        "activities.team_joined": _("Went into a team"),
        "activities.team_left": _("Left a team"),
        "activities.team_asked": _("Invited somebody to a team"),
        "activities.contract_noted": _("Noted a contract"),
        "activities.contracts_noted": _("Noted contracts"),
        "activities.contract_ended": _("Ended a contract"),
        "activities.created": _("Made an activity"),
        "activities.revised": _("Changed an activity"),
        "activities.submitted": _("Submitted an activity"),
        "activities.approved": _("Approved an activity"),
        "activities.returned": _("Returned an activity"),
        "activities.withdrawn": _("Withdrew an activity"),
        "activities.cancelled": _("Cancelled an activity"),
        "activities.closed": _("Closed an activity"),
        "activities.endorsed": _("Agreed to an activity, for the next level to decide"),
        "activities.postponed": _("Postponed an activity"),
        "activities.resumed": _("Gave an activity new days"),
        "activities.still_comes": _("Said that they still come"),
        "activities.gave_way": _("Left a place to somebody else"),
        "activities.series_made": _("Made a series"),
        "activities.series_stopped": _("Stopped a series"),
        "activities.template_saved": _("Kept a template"),
        "activities.template_changed": _("Changed a template"),
        "activities.template_deleted": _("Deleted a template"),
        "activities.rule_set": _("Set an approval rule"),
        "activities.rule_dropped": _("Dropped an approval rule"),
        "activities.recorded": _("Marked an activity as recorded"),
        "activities.signed_up": _("Took a place in a shift"),
        "activities.cancelled_signup": _("Gave a place back"),
        "activities.changed_outcome": _("Noted who came"),
        "activities.excused": _("Excused an absence"),
        "activities.explained_absence": _("Said why they did not come"),
        "activities.unexcused": _("Took back that an absence was excused"),
        "activities.joined_waiting": _("Joined a waiting list"),
        "activities.left_waiting": _("Left a waiting list"),
        "activities.ended_waiting": _("Closed a waiting list"),
        "activities.offered": _("Kept a place for somebody and asked"),
        "activities.accepted_offer": _("Took a place that was kept"),
        "activities.declined_offer": _("Let a place that was kept go"),
        "activities.lapsed_offer": _("Gave a place that nobody answered for to the next"),
        "activities.withdrew_offer": _("Took back a question whether somebody comes"),
        "activities.signed_up_party": _("Signed up a group"),
        "activities.swapped": _("Swapped a place"),
        "activities.wished_swap": _("Asked to swap a place"),
        "activities.dropped_swap": _("No longer asks to swap a place"),
        "activities.renewed_calendar": _("Renewed the address of a calendar"),
        "activities.wished": _("Asked for a place"),
        "activities.dropped_wish": _("No longer asks for a place"),
        "activities.no_longer_fits": _("Gave a minor's place back after the hours moved"),
        "activities.consent_withdrawn": _("Gave places back after a guardian withdrew"),
        "activities.briefed": _("Wrote a safety briefing"),
        "activities.read_briefing": _("Read a safety briefing"),
        "activities.briefed_on_site": _("Noted who heard the safety briefing on the spot"),
        "activities.equipped": _("Changed the list of equipment"),
        "activities.handed_out": _("Handed something out"),
        "activities.took_back": _("Took something back"),
        "activities.took_all_back": _("Took everything of a shift back"),
        "activities.checked_risks": _("Looked at the risks of an activity"),
        "activities.reported_incident": _("Reported an incident"),
        "activities.read_incident": _("Read a restricted incident"),
        "activities.handled_incident": _("Dealt with an incident"),
        "activities.closed_incident": _("Closed an incident"),
        "activities.announced": _("Sent a message to many"),
    }

    def ready(self) -> None:
        from aoxanh.activities import commitments, dossier, reorganisation  # Models are ready only now.
        from aoxanh.activities.dossier import safety as dossier_safety
        from aoxanh.activities.queries import answers, spots
        from aoxanh.needs.answers import Source, answered_by

        dossier.register_section()
        dossier_safety.register_sections()
        commitments.register_sections()
        reorganisation.register()
        answered_by("activities", Source(answers.answers, answers.recounted))
        spots.register()
