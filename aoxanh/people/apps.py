from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class PeopleConfig(AppConfig):
    name = "aoxanh.people"
    label = "people"
    navigation = [
        Entry(_("Your profile"), "people:profile", "circle-user", "account", order=80),
        Entry(_("Your profile"), "people:profile", "circle-user", "volunteer", order=90, short=_("Me")),
        Entry(_("People and groups"), "persons:list", "users-round", "desk", order=50, permission="people.read", short=_("People")),
        Entry(
            _("Personal data"), "data_requests:list", "shield-check", "desk", order=85, permission="people.data_requests", short=_("Data")
        ),
    ]
    verbs = {
        "people.noted": _("Entered a profile"),
        "people.portrait_set": _("Kept a photo for check-in"),
        "people.entered": _("Entered a person"),
        "people.updated": _("Changed a profile"),
        "people.imported": _("Entered a person from a list"),
        "people.import_changed": _("Changed a person from a list"),
        "people.import_undone": _("Took back a person from a list"),
        "people.joined": _("Became a member"),
        "people.left": _("Left a unit"),
        "people.move_settled": _("Decided where a member of a split unit belongs"),
        "people.kept": _("Kept a record that was to go"),
        "people.appointed": _("Appointed an officer"),
        "people.appointment_ended": _("Ended a term"),
        "people.term_corrected": _("Corrected a term"),
        "people.consent_given": _("Gave consent"),
        "people.consent_withdrawn": _("Withdrew consent"),
        "people.data_asked": _("Asked about personal data"),
        "people.data_answered": _("Answered a request about personal data"),
        "people.data_carried_out": _("Carried out a request about personal data"),
        "people.data_refused": _("Refused a request about personal data"),
        "people.data_copied": _("Took a copy of personal data"),
        "people.erased": _("Erased personal data"),
        "people.restricted": _("Restricted the use of personal data"),
        "people.restriction_lifted": _("Lifted the restriction"),
        "people.sensitive_noted": _("Noted sensitive data"),
        "people.sensitive_read": _("Read sensitive data"),
        "people.skill_proved": _("Confirmed a skill"),
        "people.skill_unproved": _("Took back a skill's confirmation"),
        "people.merged": _("Merged two records of one person"),
        "people.merge_undone": _("Took a merge back"),
        "people.kept_apart": _("Noted that two records are two people"),
        "people.claimed": _("Took up their own record"),
        "people.retention": _("Applied the rules of retention"),
        "people.guardian_invited": _("Invited a guardian"),
        "people.guardian_invited_again": _("Invited a guardian again"),
        "people.guardian_consented": _("A guardian agreed"),
        "people.guardian_declined": _("A guardian declined"),
        "people.guardian_paper_seen": _("Saw a guardian's signed paper"),
        "people.guardian_withdrew": _("A guardian withdrew"),
        "people.guardian_pictures": _("A guardian decided on pictures"),
        "people.guardian_allowed": _("Changed what a guardian allows"),
    }

    def ready(self) -> None:
        from aoxanh.imports.registry import register  # Models are ready only now.
        from aoxanh.people import chapters, reorganisation
        from aoxanh.people.importing import traces
        from aoxanh.people.importing.officers import Officers
        from aoxanh.people.importing.volunteers import Volunteers

        chapters.register_all()
        reorganisation.register()
        traces.register()
        register(Volunteers())
        register(Officers())
