"""Two phones at a door without signal: what they brought back, what no rule could decide, and what one of them still keeps."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.models import Device, Doubt, Remark, Scan
from aoxanh.demo.world import World

MINUTE = timedelta(minutes=1)
KEEPS = 214


def make_phones(world: World) -> int:
    """The latest activity of the secretary's unit that is over and not recorded yet; how many scans wait for a word."""
    secretary = world.accounts["secretary"]
    units = [grant.unit_id for grant in secretary.grants.all()]
    came = Signup.objects.filter(check_in__isnull=False, shift__activity__unit__in=units).exclude(
        shift__activity__status=Activity.Status.RECORDED
    )
    latest = came.filter(shift__ends_at__lt=world.now).order_by("-shift__starts_at", "id").select_related("shift").first()
    if not latest:
        return 0
    shift = latest.shift
    first, second = (
        phone(world, secretary, name, shift, waiting) for name, waiting in (("Điện thoại của Dương", 0), ("Máy của xã", KEEPS))
    )
    here = Signup.objects.filter(shift=shift).order_by("id")
    made = [*shown_twice(world, here, first, second), *given_up(world, here, second), *no_arrival(world, here, first)]
    note = scan(
        world,
        second,
        shift,
        None,
        "note",
        shift.starts_at + 20 * MINUTE,
        "",
        "recorded",
        words="Đường vào thôn ngập, xe máy gửi ở nhà văn hóa.",
    )
    Remark.objects.create(scan=note, shift=shift, words=note.details["words"], at=note.at, by=secretary)
    return len(made)


def phone(world: World, user: User, name: str, shift: Shift, waiting: int) -> Device:
    called = min(shift.ends_at + 40 * MINUTE, world.now)
    prepared = shift.starts_at - 3 * 60 * MINUTE
    facts = {"prepared_at": prepared, "called_at": called, "waiting": waiting, "clock_ms": 1400, "version": "1"}
    return Device.objects.create(id=world.uuid(), user=user, name=name, **facts)


def shown_twice(world: World, here: QuerySet[Signup], first: Device, second: Device) -> list[Doubt]:
    """A pass on two phones, 34 minutes apart."""
    signup = here.filter(check_in__isnull=False).select_related("check_in", "shift")[0]
    one = scan(world, first, signup.shift, signup, "in", signup.check_in.at, signup.code, "recorded")
    again = scan(world, second, signup.shift, signup, "in", signup.check_in.at + 34 * MINUTE, signup.code, "seen_twice")
    return [doubt(again, "seen_twice", one)]


def given_up(world: World, here: QuerySet[Signup], device: Device) -> list[Doubt]:
    """Somebody came after all."""
    signup = here.filter(status=Signup.Status.CANCELLED).select_related("shift").first()
    if not signup:
        return []
    return [
        doubt(
            scan(world, device, signup.shift, signup, "in", signup.shift.starts_at - 6 * MINUTE, signup.code, "not_confirmed"),
            "not_confirmed",
        )
    ]


def no_arrival(world: World, here: QuerySet[Signup], device: Device) -> list[Doubt]:
    """Somebody left whom nobody saw come."""
    signup = here.filter(status=Signup.Status.CONFIRMED, check_in=None).select_related("shift").first()
    if not signup:
        return []
    return [doubt(scan(world, device, signup.shift, signup, "out", signup.shift.ends_at - 9 * MINUTE, signup.code, "not_in"), "not_in")]


def scan(
    world: World, device: Device, shift: Shift, signup: Signup | None, kind: str, at: datetime, text: str, verdict: str, **details: str
) -> Scan:
    user: UUID = device.user_id
    method = "code" if text else ""
    facts = {"device_at": at, "at": at, "by_id": user, "sent_by_id": user, "details": details, "method": method, "text": text}
    return Scan.objects.create(id=world.uuid(), device=device, shift=shift, signup=signup, kind=kind, verdict=verdict, **facts)


def doubt(seen: Scan, code: str, other: Scan | None = None) -> Doubt:
    return Doubt.objects.create(scan=seen, shift_id=seen.shift_id, signup_id=seen.signup_id, code=code, other=other)
