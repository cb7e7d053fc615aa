"""The taxonomy of skills and languages, and who has which, how well, by what proof."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.models import Model


class Skill(Model):
    """An entry of the taxonomy. `group` is the branch it hangs on; what must be proved by a paper has `needs_proof`."""

    class Group(models.TextChoices):
        CARE = "care", _("Health and rescue")
        TEACHING = "teaching", _("Teaching and children")
        CRAFT = "craft", _("Building, technique and farming")
        DIGITAL = "digital", _("Digital and media")
        EVENT = "event", _("Events and service")
        LAW = "law", _("Law and policy")
        LANGUAGE = "language", _("Languages")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    english_name = models.CharField(max_length=80)
    group = models.CharField(max_length=12, choices=Group, default=Group.EVENT)
    needs_proof = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.english_name if get_language() == "en" else self.name


class PersonSkill(Model):
    """A skill of a person: how well, and by which paper; it counts as proved once an officer has seen the paper."""

    class Degree(models.IntegerChoices):
        BASIC = 1, _("Basic")
        GOOD = 2, _("Good")
        EXPERT = 3, _("Expert")

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="own_skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="holders")
    degree = models.PositiveSmallIntegerField(choices=Degree, default=Degree.GOOD)
    proof = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True)
    proved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_degree_per_skill", fields=["person", "skill"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.skill}"
