"""Reading what came of activities."""

from dataclasses import dataclass

from aoxanh.activities.models import Activity
from aoxanh.records.models import Record, RecordPicture


@dataclass(frozen=True)
class Report:
    """A published record with its pictures."""

    record: Record
    pictures: list[RecordPicture]


def report(activity: Activity) -> Report | None:
    """What the public page of a recorded activity tells; None before it is published."""
    if activity.status != Activity.Status.RECORDED:
        return None
    record = Record.objects.select_related("published_by__person").filter(activity=activity, published_at__isnull=False).first()
    return Report(record, list(record.pictures.select_related("picture"))) if record else None
