"""Closing an account for good: its row stays for what refers to it, and no longer tells whose it was."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction

from aoxanh.accounts.models import Session, User


@transaction.atomic
def close_account(user: User) -> User:
    """No address, no password, no passkey, no session on any device. Whoever calls it notes it in the audit."""
    user = User.objects.select_for_update().get(pk=user.pk)
    Session.objects.filter(user_id=user.pk).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.email = user.phone = ""
    user.password, user.is_active = make_password(None), False
    user.save()
    return user
