from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class RecognitionConfig(AppConfig):
    name = "aoxanh.recognition"
    label = "recognition"
    navigation = [
        Entry(_("Certificates"), "recognition:activity", "award", "activity", 60, "certificates.read"),
        Entry(_("Certificates"), "recognition:issues", "award", "desk", 74, "certificates.read"),
        Entry(_("Verify a certificate"), "verify:form", "badge-check", "footer", 10),
        Entry(_("Boards of honour"), "honour:list", "trophy", "footer", 20),
        Entry(_("Boards of honour"), "honour_desk:list", "trophy", "desk", 75, "honour.manage"),
    ]
    verbs = {
        "recognition.issued": _("Issued certificates"),
        "recognition.revoked": _("Revoked a certificate"),
        "recognition.corrected": _("Corrected a certificate"),
        "recognition.issue_begun": _("Began to issue certificates"),
        "recognition.issue_stopped": _("Stopped an issue of certificates"),
        "recognition.issue_resumed": _("Went on with an issue of certificates"),
        "recognition.form_made": _("Made a form of certificates"),
        "recognition.form_written": _("Wrote a form of certificates"),
        "recognition.form_submitted": _("Submitted a form of certificates"),
        "recognition.form_approved": _("Approved a form of certificates"),
        "recognition.form_returned": _("Returned a form of certificates"),
        "recognition.form_retired": _("Retired a form of certificates"),
        "recognition.record_paper_made": _("Made a paper of their record"),
        "recognition.record_paper_withdrawn": _("Withdrew a paper of their record"),
        "recognition.share_chosen": _("Chose what to share of their record"),
        "recognition.share_opened": _("Opened a link to their record"),
        "recognition.share_renewed": _("Renewed the link to their record"),
        "recognition.share_closed": _("Closed the link to their record"),
        "recognition.honour_board_made": _("Made a board of honour"),
        "recognition.honour_board_closed": _("Took a board of honour down"),
        "recognition.honour_asked": _("Asked who may stand on a board of honour"),
    }

    def ready(self) -> None:
        from aoxanh.recognition import dossier  # Models are ready only now.
        from aoxanh.recognition.holder import dossier as holder_dossier

        dossier.register_section()
        holder_dossier.register_section()
