"""Giving a pass anew when it was lost, or when somebody else has a picture of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.placing import CODE_LENGTH
from aoxanh.activities.models import ReplacedPass, Signup
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.refusals import Refused

OFTEN = 5


@transaction.atomic
def reissue_pass(signup: Signup, *, code: str, why: str = "", by: User | None) -> Signup:
    """Give the sign-up a new code in place of `code`; who shows the old one is told so at the door, with and without a signal.

    A form sent twice names a code that is replaced by then, and changes nothing. `by` None: by the link of a guest. Refuses with
    `not_confirmed`, `too_often`.
    """
    signup = Signup.objects.select_for_update(of=("self",)).select_related("shift__activity").get(pk=signup.pk)
    if signup.code != code:
        return signup
    if signup.status != Signup.Status.CONFIRMED:
        raise Refused("not_confirmed", _("This place was given back, so there is no pass to replace."))
    if signup.replaced_passes.count() >= OFTEN:
        text = _("This pass was replaced %(times)d times already. Ask the organiser: they find you by name.")
        raise Refused("too_often", text % {"times": OFTEN})
    ReplacedPass.objects.create(signup=signup, code=signup.code, why=why.strip()[:200], by=by)
    signup.code = short_code(CODE_LENGTH)
    signup.save(update_fields=["code"])
    record("activities.pass_reissued", signup, by=by, unit_id=signup.shift.activity.unit_id)
    return signup
