"""Forms of certificates: written, submitted, approved by who may sign, replaced by their next version, retired."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.org.models import Unit
from aoxanh.recognition import specimen
from aoxanh.recognition.fields import FIRST, mistakes
from aoxanh.recognition.models import Kind, Template, Version

Status = Version.Status
OPEN = (Status.DRAFT, Status.RETURNED)
KEPT = ("orientation", "title", "title_en", "body", "body_en", "signature", "logo", "second_logo", "background")


@transaction.atomic
def make_template(unit: Unit, *, kind: str, name: str, by: User) -> Template:
    """A form with a first version whose text is the one that is built in. Refused: `name_taken`."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if Template.objects.filter(unit=unit, name__iexact=name).exists():
        raise Refused("name_taken", _("The unit has a form of this name. Choose another, or write the next version of that one."))
    template = Template.objects.create(unit=unit, kind=kind, name=name, by=by)
    Version.objects.create(template=template, number=1, body=FIRST[Kind(kind)], by=by)
    record("recognition.form_made", template, by=by, unit_id=unit.pk, kind=kind, name=name)
    return template


def locked(version: Version) -> Version:
    found = Version.objects.select_for_update(of=("self",)).select_related("template__unit__area")
    return found.get(pk=version.pk)


@transaction.atomic
def write_version(version: Version, *, facts: dict[str, Any], pictures: dict[str, Any], by: User) -> Version:
    """Change a draft, or one that was returned. `pictures` are encoded ones to keep, None for those to take away.

    Refused: `not_open`, `too_long` where the text has no room beside the longest name.
    """
    version = locked(version)
    refuse_closed(version)
    for name, value in facts.items():
        setattr(version, name, value)
    for name, picture in pictures.items():
        setattr(version, name, accept_picture(picture, by=by) if picture else None)
    specimen.refuse_too_long(version)
    version.by = by
    version.save()
    record("recognition.form_written", version.template, by=by, unit_id=version.template.unit_id, number=version.number)
    return version


def refuse_closed(version: Version) -> None:
    if version.status not in OPEN:
        raise Refused("not_open", _("This version is not open for changes. Write the next version."))


@transaction.atomic
def submit_version(version: Version, *, by: User) -> Version:
    """Ask for approval. Refused: `not_open`, `field_gone`, `too_long`."""
    version = locked(version)
    refuse_closed(version)
    refuse_unsound(version)
    version.status, version.submitted_at, version.submitted_by, version.why = Status.SUBMITTED, timezone.now(), by, ""
    version.save(update_fields=["status", "submitted_at", "submitted_by", "why"])
    record("recognition.form_submitted", version.template, by=by, unit_id=version.template.unit_id, number=version.number)
    return version


def refuse_unsound(version: Version) -> None:
    """Refused: `field_gone` where the text holds what is no field (any more), `too_long`."""
    kind = version.template.kind
    found = [*mistakes(version.body, kind=kind), *mistakes(version.body_en, kind=kind, needs_holder=False)]
    if found:
        raise Refused("field_gone", found[0])
    specimen.refuse_too_long(version)


@transaction.atomic
def approve_version(version: Version, *, by: User) -> Version:
    """From now on certificates may be issued with it, and nobody changes it.

    Refused: `not_submitted`, `own_form` where the writer or who submitted it would approve it, `field_gone`, `too_long`.
    """
    version = locked(version)
    refuse_undecidable(version)
    if by.pk in (version.by_id, version.submitted_by_id):
        raise Refused("own_form", _("You wrote this form. Another who may sign approves it."))
    refuse_unsound(version)
    return decide(version, Status.APPROVED, by=by)


@transaction.atomic
def return_version(version: Version, *, why: str, by: User) -> Version:
    """Give it back to its writer with what is to be changed. Refused: `not_submitted`."""
    version = locked(version)
    refuse_undecidable(version)
    version.why = why
    return decide(version, Status.RETURNED, by=by)


def refuse_undecidable(version: Version) -> None:
    if version.status != Status.SUBMITTED:
        raise Refused("not_submitted", _("This version does not wait for approval any more."))


def decide(version: Version, status: Version.Status, *, by: User) -> Version:
    version.status, version.decided_at, version.decided_by = status, timezone.now(), by
    version.save(update_fields=["status", "why", "decided_at", "decided_by"])
    verb = "recognition.form_approved" if status == Status.APPROVED else "recognition.form_returned"
    record(verb, version.template, by=by, unit_id=version.template.unit_id, number=version.number, why=version.why)
    return version


@transaction.atomic
def next_version(template: Template, *, by: User) -> Version:
    """A draft that begins as the newest version is; the one that is open already, where there is one. Refused: `retired`."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    if template.retired_at:
        raise Refused("retired", _("This form is retired. Make a new one."))
    last = template.versions.order_by("-number")[0]
    if last.status != Status.APPROVED:
        return last
    version = Version(template=template, number=last.number + 1, by=by, **{name: getattr(last, name) for name in KEPT})
    version.save(force_insert=True)
    record("recognition.form_written", template, by=by, unit_id=template.unit_id, number=version.number)
    return version


@transaction.atomic
def retire(template: Template, *, by: User) -> Template:
    """Nothing more is issued with it; what was keeps it. Retired twice, nothing changes."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    if not template.retired_at:
        template.retired_at = timezone.now()
        template.save(update_fields=["retired_at"])
        record("recognition.form_retired", template, by=by, unit_id=template.unit_id)
    return template
