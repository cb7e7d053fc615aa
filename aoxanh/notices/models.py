"""The outbox: what is to be told to whom, written in the transaction that caused it."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model


class Message(Model):
    """One message to one address. `key` makes a repeated request harmless."""

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], condition=models.Q(sent_at=None), name="waiting_messages")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
