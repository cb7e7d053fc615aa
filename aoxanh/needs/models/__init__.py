"""What is needed, where, until when; what came of it; who is asked whether it still is; and what citizens report."""

from aoxanh.needs.models.chasing import Chase, ChasingRule
from aoxanh.needs.models.contacts import Contact
from aoxanh.needs.models.materials import Material, Pledge
from aoxanh.needs.models.needs import Need, NeedQuerySet, went_stale
from aoxanh.needs.models.reports import Report
from aoxanh.needs.models.steps import Step

__all__ = ["Chase", "ChasingRule", "Contact", "Material", "Need", "NeedQuerySet", "Pledge", "Report", "Step", "went_stale"]
