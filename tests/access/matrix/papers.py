"""Forms of certificates, issues, the register."""

from tests.access.matrix.lines import Line, desk, own, signed_in

READERS = "certificates.read certificates.issue"
FORM_READERS = f"{READERS} certificates.templates certificates.approve"

PAPERS: dict[str, Line] = {
    "recognition:issues": signed_in(),
    "recognition:hours_new": desk("certificates.issue", others=403),
    "recognition:contribution_new": desk("certificates.issue", others=403),
    "recognition:one_issue": own(READERS, "certificate.issue.pk"),
    "recognition:issue_progress": own(READERS, "certificate.issue.pk"),
    "recognition:issue_stop": own("certificates.issue", "certificate.issue.pk", post=True),
    "recognition:issue_resume": own("certificates.issue", "certificate.issue.pk", post=True),
    "recognition:issue_zip": own(READERS, "certificate.issue.pk"),
    "recognition:issue_printed": own(READERS, "certificate.issue.pk", "part"),
    "recognition:register": desk(READERS, others=403),
    "recognition:register_excel": desk(READERS, others=403),
    "recognition:templates": desk(FORM_READERS, others=403),
    "recognition:template_new": desk("certificates.templates", others=403),
    "recognition:template": own(FORM_READERS, "paper_form.pk"),
    "recognition:template_write": own("certificates.templates", "paper_form.pk"),
    "recognition:template_look": own("certificates.templates", "paper_form.pk", post=True),
    "recognition:template_submit": own("certificates.templates", "paper_form.pk", post=True),
    "recognition:template_approve": own("certificates.approve", "paper_form.pk", post=True),
    "recognition:template_return": own("certificates.approve", "paper_form.pk", post=True),
    "recognition:template_next": own("certificates.templates", "paper_form.pk", post=True),
    "recognition:template_retire": own("certificates.templates", "paper_form.pk", post=True),
    "recognition:version_png": own(FORM_READERS, "paper_form.pk", "number"),
    "recognition:version_pdf": own(FORM_READERS, "paper_form.pk", "number"),
    "my_certificates:list": signed_in(),
}
