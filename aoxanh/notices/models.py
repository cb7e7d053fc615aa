"""The outbox: what is to be told to whom, written in the transaction that caused it."""

import re

from django.conf import settings
from django.db import models

from aoxanh.accounts.addresses import shown
from aoxanh.kit.models import Model

CODE = re.compile(r"\b\d{6}\b")


class Channel(models.TextChoices):
    """How a message travels."""

    MAIL = "mail"
    SMS = "sms"

    @classmethod
    def of(cls, address: str) -> "Channel":
        """The one that reaches an address: an e-mail address, or a phone number in E.164."""
        return cls.MAIL if "@" in address else cls.SMS


class Message(Model):
    """One message to one address. `key` makes a repeated request harmless. Of a text message `subject` is all that is sent; answers to a
    mail go to `reply_to` where there is one.

    The text of a secret one (a code) is forgotten once it was sent, and it is not sent late.
    """

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    to = models.CharField(max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    reply_to = models.CharField(max_length=254, blank=True)
    is_secret = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=models.Q(sent_at=None), name="waiting_messages")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class DemoMail(Model):
    """A mail or a text message that the demo did not send but shows at `/demo/hop-thu/`."""

    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["to", "-id"])]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def shown_to(self) -> str:
        return shown(self.to)

    @property
    def code(self) -> str:
        """The code that the mail brings, else ""."""
        found = CODE.search(self.subject)
        return found[0] if found else ""
