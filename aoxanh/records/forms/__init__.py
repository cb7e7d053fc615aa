"""What officers say of activities that are over, and of work that was never on the portal."""

from aoxanh.records.forms.closing import LessonsForm, OutcomeForm, PublishForm, ReopenForm
from aoxanh.records.forms.declared import DeclareForm, TurnForm
from aoxanh.records.forms.pictures import BlurForm, PicturesForm
from aoxanh.records.forms.uses import goods_rows, money_rows

__all__ = [
    "BlurForm",
    "DeclareForm",
    "LessonsForm",
    "OutcomeForm",
    "PicturesForm",
    "PublishForm",
    "ReopenForm",
    "TurnForm",
    "goods_rows",
    "money_rows",
]
