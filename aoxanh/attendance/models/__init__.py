"""Who came, when, the hours that follow, and what was said afterwards."""

from aoxanh.attendance.models.arrivals import CheckIn, CheckOut, Method
from aoxanh.attendance.models.devices import Device, Doubt, Remark, Scan, SelfCheckIn
from aoxanh.attendance.models.feedback import Feedback, FeedbackTicket, Thanks
from aoxanh.attendance.models.hours import TURNS, HoursClaim, HoursRule, ServiceHours, Source

__all__ = [
    "TURNS",
    "CheckIn",
    "CheckOut",
    "Device",
    "Doubt",
    "Feedback",
    "FeedbackTicket",
    "HoursClaim",
    "HoursRule",
    "Method",
    "Remark",
    "Scan",
    "SelfCheckIn",
    "ServiceHours",
    "Source",
    "Thanks",
]
