"""A human being, known once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.media.models import Picture
from aoxanh.people.models.skills import Skill
from aoxanh.places.models import Area


class Person(Model):
    """A human being, known once, in however many units. `user` is set once the record is claimed.

    `sort_key` orders lists by given name, `search_key` finds without tones, `name_words` are its words, which the database keeps.
    Of who knows only a year, `birth_year` holds it. `area` is the area of a day: a row of `places` that stood then.
    `merged_into` names the record that took this one up; `erased_at` says that what could tell who this was is gone.
    `restricted_at`: the person asked that nobody use the record for now; only the data officer sees it. `forget_on` is the day on which
    the record of somebody who was never seen again goes, once the units were told. `portrait` is shown to who takes attendance, while the
    person's consent to that stands.
    """

    class Transport(models.TextChoices):
        NONE = "", _("Not said")
        WALK = "walk", _("On foot or by bus")
        BICYCLE = "bicycle", _("Bicycle")
        MOTORBIKE = "motorbike", _("Motorbike")
        CAR = "car", _("Car")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person")
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=160, editable=False)
    name_words = models.GeneratedField(
        expression=Func(F("search_key"), Value(" "), function="string_to_array"),
        output_field=ArrayField(models.CharField(max_length=160)),
        db_persist=True,
    )
    birth_date = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="people")
    address = models.CharField(max_length=200, blank=True)
    overseas_country = models.CharField(max_length=2, blank=True)
    transport = models.CharField(max_length=10, choices=Transport, default=Transport.NONE, blank=True)
    emergency_name = models.CharField(max_length=120, blank=True)
    emergency_phone = models.CharField(max_length=16, blank=True)
    skills = models.ManyToManyField(Skill, through="people.PersonSkill", blank=True, related_name="people")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_from")
    erased_at = models.DateTimeField(null=True)
    restricted_at = models.DateTimeField(null=True)
    forget_on = models.DateField(null=True)
    noted_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)
    portrait = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["sort_key"]),
            GinIndex(name="people_by_words", fields=["name_words"]),
            models.Index(name="people_by_phone", fields=["phone"], opclasses=["varchar_pattern_ops"], condition=~Q(phone="")),
            models.Index(name="people_by_email", fields=["email"], opclasses=["varchar_pattern_ops"], condition=~Q(email="")),
            models.Index(name="people_by_birth", fields=["birth_date", "search_key"], include=["id"]),
            models.Index(name="people_to_forget", fields=["forget_on"], condition=Q(forget_on__isnull=False)),
            models.Index(name="people_by_key", fields=["search_key"], opclasses=["varchar_pattern_ops"]),
            models.Index(OpClass(Reverse("search_key"), name="text_pattern_ops"), name="people_by_ending"),
            GinIndex(Func(Lower("full_name"), Value(" "), function="string_to_array"), name="people_by_toned_words"),
        ]
        constraints = [
            models.CheckConstraint(name="a_date_or_a_year", condition=Q(birth_date=None) | Q(birth_year=None)),
            models.CheckConstraint(name="not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key_name()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def given_name(self) -> str:
        """What people call them: the last word."""
        return self.full_name.split()[-1]

    @property
    def born(self) -> int | None:
        """The year of birth, as far as it is known."""
        return self.birth_date.year if self.birth_date else self.birth_year

    def key_name(self) -> None:
        """Fill the two keys from the name; bulk writers call it themselves."""
        self.sort_key, self.search_key = sort_key(self.full_name), search_key(self.full_name)


class Availability(Model):
    """A part of a weekday on which a person can usually come; Monday is 0."""

    class Part(models.TextChoices):
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Evening")

    person = models.ForeignKey(Person, models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_row_per_part_of_a_week", fields=["person", "weekday", "part"]),
            models.CheckConstraint(name="seven_weekdays", condition=Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.weekday} {self.part}"
