"""Templates: an activity as a unit usually makes it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Template
from aoxanh.activities.outlines import outline_of
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


@transaction.atomic
def save_as_template(activity: Activity, *, unit: Unit, name: str, by: User) -> Template:
    """Keep the activity as a template of the unit, with its briefing and equipment, without its people. Refused: `name_missing`,
    `name_taken`."""
    outline = outline_of(activity)
    briefing = activity.briefings.order_by("-version").first()
    name = checked(name)
    try:
        with transaction.atomic():
            template = Template.objects.create(
                unit=unit, name=name, kind=activity.kind, briefing=briefing.text if briefing else "", by=by, **outline
            )
    except IntegrityError as error:
        raise taken(name) from error
    record("activities.template_saved", template, by=by, unit_id=unit.pk)
    return template


@transaction.atomic
def change_template(template: Template, *, name: str, briefing: str, by: User) -> Template:
    """Give it another name or briefing. Refused: `name_missing`, `name_taken`."""
    template = Template.objects.select_for_update().get(pk=template.pk)
    template.name, template.briefing = checked(name), briefing
    try:
        with transaction.atomic():
            template.save(update_fields=["name", "briefing"])
    except IntegrityError as error:
        raise taken(name) from error
    record("activities.template_changed", template, by=by, unit_id=template.unit_id)
    return template


@transaction.atomic
def delete_template(template: Template, *, by: User) -> None:
    """Activities that were made from it stay."""
    record("activities.template_deleted", template, by=by, unit_id=template.unit_id, name=template.name)
    template.delete()


def checked(name: str) -> str:
    if not name.strip():
        raise Refused("name_missing", _("Give the template a name by which others find it."))
    return name.strip()[:80]


def taken(name: str) -> Refused:
    return Refused("name_taken", _("The unit has a template called “%(name)s”. Choose another name.") % {"name": name.strip()})
