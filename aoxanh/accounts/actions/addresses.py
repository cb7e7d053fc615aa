"""The addresses to which an account's codes go."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.actions.opening import remove_unused
from aoxanh.accounts.addresses import Kind, kind_of, shown
from aoxanh.accounts.models import User
from aoxanh.accounts.queries import ways_in
from aoxanh.accounts.signals import changed
from aoxanh.kit.refusals import Refused


@transaction.atomic
def take_address(user: User, address: str, *, by: User) -> User:
    """Let an address that `by` has just proven be the account's, in place of the one of its kind. Refuses with `address_taken`."""
    kind = kind_of(address)
    user = User.objects.select_for_update().get(pk=user.pk)
    other = User.objects.filter(**{kind: address}).exclude(pk=user.pk).first()
    if other and not (other.is_unproven and remove_unused(other)):
        raise taken(address)
    was = getattr(user, kind)
    setattr(user, kind, address)
    try:
        with transaction.atomic():
            user.save(update_fields=[kind])
    except IntegrityError:
        raise taken(address) from None
    changed(user, f"accounts.{kind}_set", was=was)
    return user


def taken(address: str) -> Refused:
    text = _("%(address)s has an account of its own. Sign in with it, or use another address here.")
    return Refused("address_taken", text % {"address": shown(address)})


@transaction.atomic
def drop_address(user: User, kind: Kind, *, by: User) -> User:
    """Send no more codes there. Refuses with `last_way` when nothing else would let its holder in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    was = getattr(user, kind)
    if not was:
        return user
    if ways_in(user) - {kind} == set():
        raise last_way()
    setattr(user, kind, "")
    user.save(update_fields=[kind])
    changed(user, f"accounts.{kind}_removed", was=was)
    return user


def last_way() -> Refused:
    return Refused("last_way", _("This is the only way into your account. Add an e-mail address or a phone number first."))
