"""What came of activities, what was used, what was learnt; what was done outside the portal."""

from aoxanh.records.models.declared import DeclaredWork
from aoxanh.records.models.pictures import Face, RecordPicture
from aoxanh.records.models.records import Record, Reopening
from aoxanh.records.models.reminders import Reminder
from aoxanh.records.models.uses import GoodsUsed, MoneyUsed

__all__ = ["DeclaredWork", "Face", "GoodsUsed", "MoneyUsed", "Record", "RecordPicture", "Reminder", "Reopening"]
