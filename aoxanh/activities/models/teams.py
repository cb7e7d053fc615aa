"""Teams: people who work together, in a campaign or for a unit."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models

from aoxanh.activities.models.campaigns import Campaign, Front
from aoxanh.kit.models import Model
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


class Team(Model):
    """A *đội hình*: people who go together, of a unit, in a campaign or without one. Its leader signs it up and checks it in.

    `token` makes the link by which people join by themselves; a new one ends the old link.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="teams")
    front = models.ForeignKey(Front, models.SET_NULL, null=True, blank=True, related_name="teams")
    name = models.CharField(max_length=120)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="led_teams")
    about = models.CharField(max_length=500, blank=True)
    wanted = models.PositiveSmallIntegerField(default=0)
    during = DateRangeField()
    token = models.CharField(max_length=24, unique=True, null=True)  # noqa: DJ001 -- teams without a link are not alike
    request_id = models.UUIDField(unique=True, null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "name"])]

    def __str__(self) -> str:
        return self.name


class TeamMember(Model):
    """A person in a team, from joining to leaving; they joined by themselves or were put in by its leader or an officer."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="team_memberships")
    joined_at = models.DateTimeField(auto_now_add=True)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], condition=models.Q(left_at=None), name="once_in_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.team}"
