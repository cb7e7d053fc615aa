"""Numbers of official papers, one series per unit, kind and year, and the keys that sign papers."""

from django.conf import settings
from django.db import models

from aoxanh.kit.models import Model
from aoxanh.org.models import Unit


class NumberSeries(Model):
    """The last number given; the next is taken under a lock, so none is used twice and none is skipped."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="number_series")
    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit} {self.year}"


class SigningKey(Model):
    """A key with which a unit signs: papers (PAdES) with a certificate from an authority, or credentials (Open Badges).

    The private part is a PKCS#12 file or lies in a device (PKCS#11); `locator` says where, `secret` is its password, encrypted. `key_id`
    names the public part, which stays readable for ever: a retired key signs nothing new, a revoked one (`revoked_at`) makes doubtful what
    it signed after that moment.
    """

    class Purpose(models.TextChoices):
        PAPERS = "papers"
        CREDENTIALS = "credentials"

    class Store(models.TextChoices):
        PKCS12 = "pkcs12"
        PKCS11 = "pkcs11"
        SEALED = "sealed"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="signing_keys")
    purpose = models.CharField(max_length=15, choices=Purpose)
    store = models.CharField(max_length=10, choices=Store)
    locator = models.CharField(max_length=300, blank=True)
    sealed = models.BinaryField(null=True)
    secret = models.BinaryField(null=True)
    key_id = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=300)
    chain = models.TextField(blank=True)
    public = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "purpose"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.key_id[:8]}"
