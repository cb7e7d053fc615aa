"""The phones of the demo: something of each kind waits for a word."""

from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.models import CheckIn, Device, Doubt
from aoxanh.demo.phones import make_phones
from tests.attendance.conftest import at
from tests.cast import make_activity, make_signup, make_user


def test_two_phones_bring_back_what_no_rule_decides(commune_union, secretary, volunteer):
    activity = make_activity(commune_union, secretary, shifts=[(at("07:00", -2), at("11:00", -2), 9)])
    shift = Shift.objects.get(activity=activity)
    came, gone = make_signup(shift, volunteer), make_signup(shift, make_user("b@x.example", "Lê Quốc Bảo"))
    make_signup(shift, make_user("c@x.example", "Nông Văn Dũng"))
    CheckIn.objects.create(signup=came, scan_id=uuid4(), at=at("07:00", -2), method="qr", by=secretary)
    Signup.objects.filter(pk=gone.pk).update(status="cancelled")
    Activity.objects.update(status="closed")
    world = SimpleNamespace(accounts={"secretary": secretary}, now=timezone.now(), uuid=uuid4)
    assert make_phones(world) == 3
    assert sorted(Doubt.objects.values_list("code", flat=True)) == ["not_confirmed", "not_in", "seen_twice"]
    assert sorted(Device.objects.values_list("waiting", flat=True)) == [0, 214]
