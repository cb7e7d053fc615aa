"""People, apart from accounts: many come from lists and claim their record later."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.org.models import Post, Unit
from aoxanh.places.models import Area


class Skill(Model):
    """An entry of the taxonomy of skills and languages."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    english_name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.english_name if get_language() == "en" else self.name


class Person(Model):
    """A human being, known once. `sort_key` orders lists by given name; `search_key` finds without tones."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person")
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=160, editable=False)
    birth_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="people")
    skills = models.ManyToManyField(Skill, blank=True, related_name="people")
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key"])]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key_name()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def given_name(self) -> str:
        """What people call them: the last word."""
        return self.full_name.split()[-1]

    def key_name(self) -> None:
        """Fill the two keys from the name; bulk writers call it themselves."""
        self.sort_key, self.search_key = sort_key(self.full_name), search_key(self.full_name)


class Consent(Model):
    """That a person agreed to a use of their data: to which text, when, and through what."""

    class Purpose(models.TextChoices):
        VOLUNTEERING = "volunteering", _("Taking part in volunteering")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose)
    version = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    channel = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_consent_per_text", fields=["person", "purpose", "version"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose} {self.version}"


class Membership(Model):
    """A person in a unit, for a period."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.unit}"


class Appointment(Model):
    """Who holds a post, from–to, by which decision."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    during = DateRangeField()
    decision = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_at_a_time", expressions=[("post", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"
