"""What people type about needs."""

from aoxanh.needs.forms.life import CloseForm, PledgeForm
from aoxanh.needs.forms.materials import material_rows, new_row, plans_of
from aoxanh.needs.forms.need import NeedForm, SkillsField
from aoxanh.needs.forms.places import middle_of, with_both
from aoxanh.needs.forms.reports import DeclineForm, MergeForm, ReportForm
from aoxanh.needs.forms.rules import RuleForm

__all__ = [
    "CloseForm",
    "DeclineForm",
    "MergeForm",
    "NeedForm",
    "PledgeForm",
    "ReportForm",
    "RuleForm",
    "SkillsField",
    "material_rows",
    "middle_of",
    "new_row",
    "plans_of",
    "with_both",
]
