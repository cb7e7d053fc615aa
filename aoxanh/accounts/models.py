"""Who signs in, and where they are signed in. What a person is, is in `people`."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.addresses import shown
from aoxanh.kit.models import Model


class UserManager(BaseUserManager["User"]):
    """Users are known by an e-mail address, in lower case, or a phone number in E.164."""

    def create_user(self, email: str = "", password: str | None = None, *, phone: str = "", **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), phone=phone, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(Model, AbstractBaseUser, PermissionsMixin):
    """An account: addresses that receive codes. It may exist without a person, and a person without it.

    Each of `email` and `phone` may be empty, and both where somebody comes through another site that vouches for neither.
    `is_unproven`: a visitor typed the address and nobody has shown yet that it is theirs; such a row lives for a day.
    """

    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=16, blank=True, default="")
    language = models.CharField(max_length=5, default="vi")
    is_unproven = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_account_an_email"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="one_account_a_phone"),
        ]

    def __str__(self) -> str:
        return shown(self.address) or _("Account without an address")

    @property
    def address(self) -> str:
        """Where codes go: the e-mail address, else the phone number, else ""."""
        return self.email or self.phone


class Session(AbstractBaseSession):
    """Django's session, with the account that is signed in by it: so the devices of an account can be listed and sent away."""

    user_id = models.UUIDField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from aoxanh.accounts.sessions import SessionStore  # It is Django's name for a module that needs this model.

        return SessionStore
