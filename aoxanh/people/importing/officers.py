"""A list of officers: who holds which post of which unit, from when to when, by which decision."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from aoxanh.access.actions import end_for_post
from aoxanh.audit.actions import record
from aoxanh.imports.models import Row, Verdict
from aoxanh.imports.registry import Field, Job, Staged
from aoxanh.kit.dates import during, is_within
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.cells import CellFault, read_day, read_mark
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.actions.posts import PostFacts, open_post
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions.appointments import appoint
from aoxanh.people.importing.columns import NAMED_BY, PERSON_FIELDS, read_into
from aoxanh.people.importing.volunteers import PeopleWork, candidates, read_since, texts, twin
from aoxanh.people.importing.writing import change_people, create_people, take_back
from aoxanh.people.models import Appointment, Person

UNIT = Field("unit", "Đơn vị", ("Tổ chức", "Cơ quan", "Đơn vị công tác", "Nơi công tác"), example="Đoàn xã Vạn Linh", width=26)
TITLE = Field("title", "Chức danh", ("Chức vụ", "Chức vụ Đoàn", "Chức danh trong Ban Chấp hành"), example="Phó Bí thư", width=22)
FROM = Field("since", "Từ ngày", ("Ngày bổ nhiệm", "Từ", "Ngày nhận chức", "Bắt đầu"), example="05/07/2025", shown=False, width=14)
UNTIL = Field("until", "Đến ngày", ("Đến", "Hết nhiệm kỳ", "Kết thúc", "Ngày thôi"), example="04/07/2030", shown=False, width=14)
DECISION = Field("decision", "Số quyết định", ("Quyết định", "QĐ", "Số QĐ"), example="12-QĐ/TĐTN", shown=False, width=20)
DEDICATED = Field("dedicated", "Chuyên trách", ("Cán bộ chuyên trách", "CB chuyên trách"), example="x", shown=False, width=14)
FOCAL = Field("focal_point", "Đầu mối", ("Đầu mối nhu cầu", "Cán bộ đầu mối"), shown=False, width=14)
RANKS = (
    ("pho bi thu", "deputy", 3),
    ("pho chu tich", "deputy", 3),
    ("bi thu", "head", 1),
    ("chu tich", "head", 1),
    ("uy vien ban thuong vu", "standing", 15),
    ("uy vien thuong vu", "standing", 15),
    ("uy vien thu ky", "standing", 5),
    ("uy vien", "member", 45),
)
"""What a title says of the role in the committee, and how many may hold such a post at once."""


class Officers:
    """The kind of list: officers and their terms."""

    code = "officers"
    label = gettext_lazy("Officers")
    permission = "officers.manage"
    fields = (*PERSON_FIELDS, UNIT, TITLE, FROM, UNTIL, DECISION, DEDICATED, FOCAL)
    essential = (NAMED_BY, (TITLE.code,))
    title = "full_name"

    def open(self, job: Job) -> "OfficerWork":
        return OfficerWork(job)

    def twin(self, key: str, number: int) -> tuple[str, str]:
        return twin(key, number)

    def texts(self, row: Row) -> dict[str, str]:
        return texts(row)

    def compare(self, row: Row) -> list[dict[str, Any]]:
        return candidates(row)


class OfficerWork(PeopleWork):
    """One list of officers at work."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.posts = defaultdict[tuple[UUID, str], list[Post]](list)
        for post in Post.objects.filter(unit__in=self.reach):
            self.posts[post.unit_id, search_key(post.title)].append(post)

    def check(self, rows: list[Staged]) -> None:
        said, records = self.read(rows)
        for row, one in zip(rows, said, strict=True):
            term = self.read_term(row)
            self.settle(row, one, records)
            post = f"|{term['unit']}|{search_key(term['title'])}"
            row.keys = [key + post for key in row.keys]
            row.clean["term"] = term
        held = self.holders()
        for row in rows:
            self.settle_term(row, held)

    def read_term(self, row: Staged) -> dict[str, Any]:
        unit, title = self.home(row), row.cells.get(TITLE.code, "")[:120]
        if "unit" in row.notes:
            del row.notes["unit"]
            row.fault("unit", CellFault("unit_unknown", _("No unit under yours is called “%(name)s”.") % {"name": row.cells["unit"]}))
        if not title:
            row.fault(TITLE.code, CellFault("title_missing", _("The post is missing.")))
        since, until = read_into(row, FROM.code, read_since), read_into(row, UNTIL.code, lambda text: (read_day(text), ""))
        if since and until and until < since:
            row.fault(UNTIL.code, CellFault("ends_before_it_begins", _("The term ends before it begins.")))
        begins = self.units.units[unit].during.lower
        if since and begins and since < begins:
            text = _("The unit exists from %(day)s on. Write a term of before at the unit of that time.") % {"day": f"{begins:%d/%m/%Y}"}
            row.fault(FROM.code, CellFault("before_the_unit", text))
        return {
            "unit": str(unit),
            "title": title,
            "since": str(since or ""),
            "until": str(until or ""),
            "decision": row.cells.get(DECISION.code, "")[:80],
            "dedicated": bool(read_into(row, DEDICATED.code, lambda text: (read_mark(text), ""))),
            "focal_point": bool(read_into(row, FOCAL.code, lambda text: (read_mark(text), ""))),
        }

    def holders(self) -> dict[UUID, list[Appointment]]:
        """Terms of the posts that a list may speak of, by post."""
        held = defaultdict[UUID, list[Appointment]](list)
        for term in Appointment.objects.filter(post__unit__in=self.reach).select_related("person"):
            held[term.post_id].append(term)
        return held

    def post(self, term: dict[str, Any], start: date) -> Post | None:
        """The unit's post of that title on the day."""
        found = self.posts.get((UUID(term["unit"]), search_key(term["title"])), [])
        return next((post for post in found if is_within(start, post.during)), None)

    def settle_term(self, row: Staged, held: dict[UUID, list[Appointment]]) -> None:
        """Whether the person holds the post already, and else whether a seat is free."""
        term = row.clean["term"]
        start, end = self.period(term)
        post = self.post(term, start)
        terms = held[post.pk] if post else []
        own = next((one for one in terms if one.person_id == row.target and overlaps(one.during, start, end)), None)
        if own:
            self.compare_term(row, term, own)
        elif row.verdict in {Verdict.NEW, Verdict.SAME, Verdict.CHANGED} and not row.faults:
            taken = [one for one in terms if overlaps(one.during, start, end)]
            if post and len({one.seat for one in taken}) >= post.seats:
                row.fault(TITLE.code, CellFault("post_taken", taken_sentence(post, taken)))
            elif row.verdict == Verdict.SAME:
                row.verdict = Verdict.CHANGED
                row.notes["title"] = "appointed"

    def compare_term(self, row: Staged, term: dict[str, Any], own: Appointment) -> None:
        """A decision, or an end, that the term does not have yet is added; it is never taken away."""
        row.clean["held"] = str(own.pk)
        last = own.during.upper - timedelta(days=1) if own.during.upper else None
        changes: dict[str, str] = {}
        if term["decision"] and term["decision"] != own.decision:
            row.before[DECISION.code], changes["decision"] = own.decision, term["decision"]
        if term["until"] and term["until"] != str(last or ""):
            row.before[UNTIL.code], changes["until"] = f"{last:%d/%m/%Y}" if last else "", term["until"]
        row.clean["term_changes"] = changes
        if changes and row.verdict == Verdict.SAME:
            row.verdict = Verdict.CHANGED

    def period(self, term: dict[str, Any]) -> tuple[date, date | None]:
        """Half-open, as the database keeps it; of a list without a first day the term begins today."""
        end = date.fromisoformat(term["until"]) + timedelta(days=1) if term["until"] else None
        start = date.fromisoformat(term["since"]) if term["since"] else min(self.job.on, end or self.job.on)
        return start, end

    def write(self, rows: list[Staged]) -> None:
        """One by one, as an officer would appoint: what a post carries opens with it. A row that is refused then is not written."""
        new: dict[str, Staged] = {}
        for row in rows:
            try:
                with transaction.atomic():
                    self.write_row(row, new)
            except Refused as refusal:
                row.target, row.undo = None, None
                row.fault(TITLE.code, CellFault(refusal.code, refusal.message))

    def write_row(self, row: Staged, new: dict[str, Staged]) -> None:
        """Who stands on two lines of the list is entered once."""
        first = new.get(person_key(row))
        if row.verdict == Verdict.NEW and first:
            row.target, row.undo = first.target, {"made": False, "wrote": {}, "old": {}}
        elif row.verdict == Verdict.NEW:
            create_people([row], self.job)
        else:
            change_people([row], self.job)
        assert row.undo is not None
        if "held" in row.clean:
            self.change_term(row)
        else:
            row.undo |= {"attached": [str(self.appoint(row).pk)], "has_end": bool(row.clean["term"]["until"])}
        new.setdefault(person_key(row), row)

    def appoint(self, row: Staged) -> Appointment:
        """A term on a free seat of the post, which is made where the unit has none of that title."""
        term = row.clean["term"]
        start, end = self.period(term)
        post = self.post(term, start) or self.make_post(term)
        assert row.target
        person = Person.objects.get(pk=row.target)
        return appoint(person, post=post, since=start, until=end, decision=term["decision"], by=self.job.by, request_id=uuid7())

    def make_post(self, term: dict[str, Any]) -> Post:
        key = search_key(term["title"])
        rank, seats = next(((rank, seats) for start, rank, seats in RANKS if key.startswith(start)), ("other", 1))
        flags = {"dedicated": term["dedicated"], "focal_point": term["focal_point"]}
        facts = PostFacts(title=term["title"], rank=rank, seats=seats, **flags)
        post = open_post(Unit(pk=UUID(term["unit"])), facts=facts, since=None, by=self.job.by, request_id=uuid7())
        self.posts[UUID(term["unit"]), key].append(post)
        return post

    def change_term(self, row: Staged) -> None:
        changes = row.clean["term_changes"]
        if not changes:
            return
        own = Appointment.objects.select_for_update(of=("self",)).get(pk=row.clean["held"])
        assert row.undo is not None
        row.undo["term"] = {"id": str(own.pk), "decision": own.decision, "end": str(own.during.upper or "")}
        self.save_term(own, changes.get("decision", own.decision), day_after(changes["until"]) if "until" in changes else own.during.upper)

    def save_term(self, own: Appointment, decision: str, end: date | None) -> None:
        own.decision, own.during = decision, during(own.during.lower, end)
        own.save(update_fields=["decision", "during"])
        record("people.term_corrected", own, by=self.job.by, unit_id=own.post.unit_id, until=str(end or ""), decision=decision)

    def undo(self, rows: list[Staged]) -> None:
        """What the terms opened for accounts ends with them."""
        attached = {pk: row for row in rows if row.undo for pk in row.undo.get("attached", [])}
        take_back(rows, Appointment.objects.filter(pk__in=attached), self.job)
        for pk, row in attached.items():
            if not row.stays:
                end_for_post(UUID(pk), on=self.job.on, by=self.job.by, reason=str(_("The import was taken back.")))
        for row in rows:
            if row.undo and (old := row.undo.get("term")) and not row.stays:
                own = Appointment.objects.select_related("post").get(pk=old["id"])
                self.save_term(own, old["decision"], date.fromisoformat(old["end"]) if old["end"] else None)


def day_after(day: str) -> date:
    return date.fromisoformat(day) + timedelta(days=1)


def person_key(row: Staged) -> str:
    facts = row.clean["facts"]
    name, contact = search_key(facts["full_name"]), facts["phone"] or facts["email"] or facts["birth_date"] or facts["birth_year"]
    return f"{name}|{contact}" if row.choice != "other" and contact else str(row.id)


def overlaps(period: Any, start: date, end: date | None) -> bool:
    return (end is None or period.lower is None or period.lower < end) and (period.upper is None or start < period.upper)


def taken_sentence(post: Post, taken: list[Appointment]) -> str:
    facts = {"post": post.title, "name": taken[0].person.full_name}
    return _("%(name)s holds the post “%(post)s” in that time. End that term first, or correct the days.") % facts
