"""People, apart from accounts: many come from lists and claim their record later."""

from aoxanh.people.models.claims import Claim
from aoxanh.people.models.consents import Consent, SensitiveFact
from aoxanh.people.models.duplicates import DuplicatePair, Merge, MergeMove
from aoxanh.people.models.guardians import Guardianship
from aoxanh.people.models.person import Availability, Person
from aoxanh.people.models.requests import DataRequest
from aoxanh.people.models.skills import PersonSkill, Skill
from aoxanh.people.models.terms import Appointment, Membership, UnsettledMove
from aoxanh.people.models.words import NameWord

__all__ = [
    "Appointment",
    "Availability",
    "Claim",
    "Consent",
    "DataRequest",
    "DuplicatePair",
    "Guardianship",
    "Membership",
    "Merge",
    "MergeMove",
    "NameWord",
    "Person",
    "PersonSkill",
    "SensitiveFact",
    "Skill",
    "UnsettledMove",
]
