"""A filled roster as an Excel file: when each came and left. Who is not on the roster comes in as a new person."""

from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from aoxanh.activities.models import Shift, Signup
from aoxanh.attendance import queries
from aoxanh.attendance.actions.paper import Times, is_same, note_times, refuse_odd
from aoxanh.attendance.answers import TITLES
from aoxanh.attendance.batches.finding import Found
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.batches.walk_ins import seat
from aoxanh.attendance.clock_times import moment_in, read_clock
from aoxanh.attendance.models import CheckIn, CheckOut, Method, Remark, Scan, ServiceHours, Source
from aoxanh.attendance.rules import arrival_of, leaving_of
from aoxanh.audit.actions import record_each
from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Field, Job, Staged, register
from aoxanh.kit.codes import typed
from aoxanh.kit.parts.when import clock
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.cells import CellFault, read_mark, read_name, with_lost_zero
from aoxanh.kit.vietnamese import search_key

CODE = Field("code", "Mã", ("Mã thẻ", "Mã đăng ký"), example="KM4T9QXB", width=12)
NAME = Field("full_name", "Họ và tên", ("Họ tên", "Tên", "Tên tình nguyện viên"), example="Nông Thị Hạnh", width=28)
PHONE = Field("phone", "Điện thoại", ("SĐT", "Số điện thoại", "Di động"), example="0912 345 678", width=16)
CAME = Field("came", "Đến", ("Giờ đến", "Có mặt lúc", "Vào"), example="07:00", width=9)
LEFT = Field("left", "Về", ("Giờ về", "Ra về", "Ra"), example="11:00", width=9)
OF_AGE = Field(
    "of_age",
    "Đủ 16 tuổi",
    ("Từ 16 tuổi", "16 tuổi"),
    example="x",
    hint=gettext_noop("Only for who is not on the roster."),
    shown=False,
    width=12,
)
AGREES = Field(
    "agrees",
    "Đồng ý lưu tên và số",
    ("Đồng ý", "Đồng ý lưu dữ liệu"),
    example="x",
    hint=gettext_noop("Only for who is not on the roster: x when they signed the paper list."),
    shown=False,
    width=20,
)
WORDS = Field("words", "Ghi chú", ("Lưu ý",), shown=False, width=30)
COLUMNS = (CODE, NAME, PHONE, CAME, LEFT, OF_AGE, AGREES, WORDS)


class Arrivals:
    """The kind of list."""

    code = "arrivals"
    label = gettext_lazy("Arrivals and leavings of a shift")
    permission = "attendance.take"
    fields = COLUMNS
    essential = ((NAME.code, CODE.code), (CAME.code,))
    title = "full_name"

    def open(self, job: Job) -> "ArrivalWork":
        return ArrivalWork(job)

    def twin(self, key: str, number: int) -> tuple[str, str]:
        return "full_name", _("Repeats row %(number)d of this very file.") % {"number": number}

    def texts(self, row: Row) -> dict[str, str]:
        return {name: row.clean[f"{name}_clock"] for name in ("came", "left") if row.clean.get(f"{name}_clock")}

    def compare(self, row: Row) -> list[dict[str, Any]]:
        return []


class ArrivalWork:
    """One filled roster at work."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @cached_property
    def shift(self) -> Shift:
        assert self.job.subject_id
        return Shift.objects.select_related("activity").get(pk=self.job.subject_id)

    def roster(self) -> list[Signup]:
        """Everybody with a place, as they are now."""
        found = queries.passes().filter(shift=self.shift, status=Signup.Status.CONFIRMED)
        return list(found.order_by("person__sort_key", "id"))

    def check(self, rows: list[Staged]) -> None:
        roster = self.roster()
        by_code = {signup.code: signup for signup in roster}
        by_name: dict[str, list[Signup]] = {}
        for signup in roster:
            by_name.setdefault(signup.person.search_key, []).append(signup)
        for row in rows:
            self.read(row)
            if found := self.meant(row, by_code, by_name):
                row.target, row.keys = found.pk, [str(found.pk)]
                self.compare(row, found)
            elif not row.faults:
                self.settle_new(row)

    def read(self, row: Staged) -> None:
        """Times, number and marks of the row, each with its sentence where it cannot be read."""
        row.clean = {"came": "", "left": "", "phone": ""}
        for column in ("came", "left"):
            if text := row.cells.get(column):
                try:
                    moment = moment_in(self.shift, read_clock(text))
                    row.clean |= {column: moment.isoformat(), f"{column}_clock": clock(moment)}
                except CellFault as fault:
                    row.fault(column, fault)
        if text := row.cells.get("phone"):
            try:
                row.clean["phone"] = e164(with_lost_zero(text)[0])
            except NotAPhoneError as error:
                row.fault("phone", CellFault("not_a_phone", str(error)))
        for column in ("of_age", "agrees"):
            try:
                row.clean[column] = read_mark(row.cells.get(column, ""))
            except CellFault as fault:
                row.fault(column, fault)

    def meant(self, row: Staged, by_code: dict[str, Signup], by_name: dict[str, list[Signup]]) -> Signup | None:
        """By the code; without one by name and number, or by a name that only one on the roster has."""
        if code := typed(row.cells.get("code", "")):
            if code not in by_code:
                row.fault("code", CellFault("unknown_code", _("Nobody in this shift has the code “%(code)s”.") % {"code": code}))
            return by_code.get(code)
        alike = by_name.get(search_key(row.cells.get("full_name", "")), [])
        phone = row.clean["phone"]
        if phone:
            return next((signup for signup in alike if signup.person.phone == phone), None)
        if len(alike) > 1:
            row.fault("phone", CellFault("several", _("Several on the roster are called so. Give the number or the code.")))
        return alike[0] if len(alike) == 1 else None

    def compare(self, row: Staged, signup: Signup) -> None:
        """What the row would change of somebody on the roster."""
        times, arrival, leaving = times_of(row), arrival_of(signup), leaving_of(signup)
        row.before = {"came": clock(arrival.at)} if arrival else {}
        row.before |= {"left": clock(leaving.at)} if leaving else {}
        try:
            refuse_odd(signup, times)
        except Refused as refusal:
            row.fault("left" if times.left and not times.came else "came", CellFault(refusal.code, str(refusal)))
        for column, act in (("came", arrival), ("left", leaving)):
            at = getattr(times, column)
            if act and at and not is_same(act, at):
                row.fault(
                    column,
                    CellFault("noted_otherwise", _("%(time)s is recorded. Correct it as hours, not here.") % {"time": clock(act.at)}),
                )
        if times.left and not times.came and not arrival:
            row.fault("came", CellFault("not_in", _("No arrival was recorded. Check in first, then check out.")))
        if not row.faults:
            is_fresh = any(at and not act for at, act in ((times.came, arrival), (times.left, leaving)))
            row.verdict = (Verdict.CHANGED if arrival else Verdict.NEW) if is_fresh else Verdict.SAME

    def settle_new(self, row: Staged) -> None:
        """Somebody who is not on the roster: a name and a time at least, and of age."""
        times = times_of(row)
        if not times.came:
            row.fault("came", CellFault("came_missing", _("Not on the roster. Say when they came, or leave the row out.")))
            return
        try:
            name, note = read_name(row.cells.get("full_name", ""))
            row.notes |= {"full_name": note} if note else {}
            row.clean["full_name"] = name
            if not name:
                row.fault("full_name", CellFault("name_missing", _("Not on the roster, and without a name.")))
        except CellFault as fault:
            row.fault("full_name", fault)
        if not row.clean.get("of_age"):
            text = _("Not on the roster. Mark “%(column)s” for who is 16 or older; a child needs a guardian's consent first.")
            row.fault("of_age", CellFault("of_age_missing", text % {"column": OF_AGE.label}))
        try:
            refuse_odd(Signup(shift=self.shift), times)
        except Refused as refusal:
            row.fault("came", CellFault(refusal.code, str(refusal)))
        row.keys = [f"{row.clean['phone']}|{search_key(row.cells.get('full_name', ''))}"]

    def write(self, rows: list[Staged]) -> None:
        walk_ins = self.seat([row for row in rows if row.target is None])
        roster = {signup.pk: signup for signup in self.roster()}
        for row in rows:
            signup = roster.get(row.target) if row.target else None
            if signup:
                self.write_row(row, signup, is_walk_in=row.id in walk_ins)

    def seat(self, rows: list[Staged]) -> set[UUID]:
        """Places for those who are not on the roster."""
        scans = {row.id: sent(row, self.shift, by=self.job.by.pk) for row in rows}
        found = Found(shifts={self.shift.pk: self.shift})
        placed = seat(scans.values(), found, by=self.job.by)
        for row in rows:
            if row.id in placed:
                row.target = placed[row.id].pk
            else:
                row.fault("full_name", CellFault(scans[row.id].verdict, TITLES.get(scans[row.id].verdict, _("Nothing recorded"))))
        return set(placed)

    def write_row(self, row: Staged, signup: Signup, *, is_walk_in: bool) -> None:
        try:
            with transaction.atomic():
                done = note_times(signup, times_of(row), request_id=self.job.id, by=self.job.by)
        except Refused as refusal:
            row.fault("came", CellFault(refusal.code, str(refusal)))
            return
        row.undo = {
            "check_in": str(done.check_in.pk) if done.check_in else "",
            "check_out": str(done.check_out.pk) if done.check_out else "",
            "walk_in": is_walk_in,
        }
        if words := row.cells.get("words"):
            remark = Remark.objects.create(shift=self.shift, signup=signup, words=words[:500], at=timezone.now(), by=self.job.by)
            row.undo["remark"] = str(remark.pk)

    def undo(self, rows: list[Staged]) -> None:
        signups = {
            one.pk: one
            for one in queries.passes().filter(pk__in=[row.target for row in rows if row.target]).select_for_update(of=("self",))
        }
        taken_back = []
        for row in rows:
            signup = signups.get(row.target) if row.target else None
            if signup is None or row.undo is None:
                row.stays = _("The place is no longer there.")
            elif why := self.why_it_stays(row.undo, signup):
                row.stays = why
            else:
                self.take_back(row.undo, signup)
                taken_back.append(signup)
        record_each("attendance.list_taken_back", taken_back, by=self.job.by, unit_id=self.job.unit_id)

    def why_it_stays(self, undo: dict[str, Any], signup: Signup) -> str:
        arrival, leaving = arrival_of(signup), leaving_of(signup)
        if undo["check_in"] and (arrival is None or str(arrival.pk) != undo["check_in"]):
            return _("The arrival was changed since.")
        if leaving and str(leaving.pk) != undo["check_out"]:
            return _("They were checked out since.")
        if signup.shift.activity.status == "recorded":
            return _("The results are published. Ask for a correction of the hours.")
        return ""

    def take_back(self, undo: dict[str, Any], signup: Signup) -> None:
        """The arrival and leaving go; hours are never taken out of the ledger, so an entry against them is added."""
        minutes = ServiceHours.objects.filter(signup=signup).aggregate(all=Sum("minutes"))["all"]
        if undo["check_out"] and minutes:
            reason = _("The imported list was taken back.")
            facts = {"on": signup.hours.earliest("at").on, "source": Source.CORRECTION, "reason": reason, "by": self.job.by}
            ServiceHours.of_turn(signup, minutes=-minutes, **facts).save()
        if undo.get("remark"):
            Remark.objects.filter(pk=undo["remark"]).delete()
        if undo["check_out"]:
            CheckOut.objects.filter(pk=undo["check_out"]).delete()
        if undo["check_in"]:
            CheckIn.objects.filter(pk=undo["check_in"]).delete()
            Signup.objects.filter(pk=signup.pk).update(outcome="")


def times_of(row: Staged) -> Times:
    came, left = (datetime.fromisoformat(row.clean[name]) if row.clean.get(name) else None for name in ("came", "left"))
    return Times(came, left)


def sent(row: Staged, shift: Shift, *, by: UUID) -> Sent:
    """The row as a phone at the door would report it."""
    at = times_of(row).came or shift.starts_at
    details = {"name": row.clean["full_name"], "phone": row.clean["phone"], "of_age": row.clean["of_age"], "agrees": row.clean["agrees"]}
    return Sent(row.id, Scan.Kind.WALK_IN, shift.pk, None, "", Method.PAPER, at, by, details, at)


def register_kind() -> None:
    register(Arrivals(), home=lambda shift: reverse("paper:grid", args=[shift]))
