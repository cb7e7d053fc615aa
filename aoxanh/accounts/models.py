"""Who signs in. What a person is, is in `people`."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone

from aoxanh.kit.models import Model


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address, in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(Model, AbstractBaseUser, PermissionsMixin):
    """An account: an address that receives codes. It may exist without a person, and a person without it.

    `is_unproven`: a visitor typed the address and nobody has shown yet that it is theirs; such a row lives for a day.
    """

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=5, default="vi")
    is_unproven = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email
