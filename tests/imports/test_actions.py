"""An import from its file to its undoing: every refusal, and that nothing happens twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.imports import actions, tasks
from aoxanh.imports.models import Import, Row, Source
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.imports.conftest import HEADING, Brought, bring, member, row_of, verdicts, xlsx

GOOD = [[1, "Mông Thu Hà", "2006", "0388902117", ""], [2, "Lò Văn Páo", "02/03/2001", "0912800417", ""]]
WRONG = [3, "Hoàng Văn Sơn", "12/09/2003", "98 123 45", ""]


def code_of(action: object, *arguments: object, **options: object) -> str:
    with pytest.raises(Refused) as refusal:
        action(*arguments, **options)  # type: ignore[operator]
    return refusal.value.code


def test_a_file_sent_twice_is_one_import(secretary: User, commune_union: Unit):
    request_id, data = uuid4(), xlsx([HEADING, *GOOD])
    facts = {"name": "a.xlsx", "kind": "volunteers", "unit_id": commune_union.pk, "request_id": request_id, "by": secretary}
    assert actions.upload(data, **facts) == actions.upload(data, **facts)
    assert Import.objects.count() == 1


def test_a_cell_typed_again_makes_the_row_good(brought: Brought, secretary: User):
    batch = brought(*GOOD, WRONG)
    row = actions.fix(row_of(batch, 4), cells={"phone": "0981234567"}, by=secretary)
    batch.refresh_from_db()
    assert (row.verdict, row.clean["facts"]["phone"], batch.counts) == ("new", "+84981234567", {"new": 3})


def test_a_cell_that_makes_two_rows_alike_is_asked_about_and_no_more_once_it_changes(brought: Brought, secretary: User):
    batch = brought(*GOOD)
    actions.fix(row_of(batch, 3), cells={"phone": "0388902117"}, by=secretary)
    assert row_of(batch, 3).faults["phone"]["text"] == "Dòng 2 cũng có liên hệ này."
    actions.fix(row_of(batch, 2), cells={"phone": ""}, by=secretary)
    assert verdicts(batch) == {2: "new", 3: "new"}


def test_a_row_left_out_frees_the_one_that_repeats_it(brought: Brought, secretary: User):
    batch = brought(GOOD[0], GOOD[0])
    assert verdicts(batch) == {2: "new", 3: "duplicate"}
    actions.leave_out(row_of(batch, 2), by=secretary)
    assert verdicts(batch) == {2: "skipped", 3: "new"}
    actions.put_back(row_of(batch, 2), by=secretary)
    assert verdicts(batch) == {2: "new", 3: "duplicate"}


def test_two_people_of_a_list_may_share_a_phone(brought: Brought, secretary: User):
    batch = brought(GOOD[0], [2, "Mông Văn Nam", "2009", "0388902117", ""])
    actions.decide(row_of(batch, 3), same_as=None, by=secretary)
    actions.commit(batch, by=secretary)
    assert Person.objects.filter(phone="+84388902117").count() == 2


def test_the_same_person_is_changed_and_another_is_made(brought: Brought, commune_union: Unit, secretary: User):
    known = member(commune_union, "Nông Thị Ánh", birth_date=date(2004, 9, 15), phone="+84865220731")
    rows = [[1, "Nông Thị Ánh", "19/05/2004", "0865220731", ""], [2, "Nông Thị Hoa", "01/01/2002", "0865220731", ""]]
    batch = brought(rows[0])
    assert actions.decide(row_of(batch, 2), same_as=known.pk, by=secretary).before == {"birth": "15/09/2004"}
    other = brought(rows[1])
    assert actions.decide(row_of(other, 2), same_as=None, by=secretary).verdict == "new"
    actions.commit(batch, by=secretary)
    actions.commit(other, by=secretary)
    known.refresh_from_db()
    assert known.birth_date == date(2004, 5, 19)
    assert Person.objects.get(full_name="Nông Thị Hoa").phone == known.phone


def test_a_record_that_was_not_among_those_asked_about_cannot_be_chosen(brought: Brought, commune_union: Unit, secretary: User):
    member(commune_union, "Nông Thị Ánh", birth_date=date(2004, 9, 15), phone="+84865220731")
    batch = brought([1, "Nông Thị Ánh", "19/05/2004", "0865220731", ""])
    stranger = Person.objects.create(full_name="Ai Đó")
    assert code_of(actions.decide, row_of(batch, 2), same_as=stranger.pk, by=secretary) == "unknown_candidate"


def test_what_was_written_can_be_put_right_no_more_but_the_rest_can(brought: Brought, secretary: User):
    batch = actions.commit(brought(*GOOD, WRONG), by=secretary)
    assert code_of(actions.fix, row_of(batch, 2), cells={"phone": ""}, by=secretary) == "row_written"
    actions.fix(row_of(batch, 4), cells={"phone": "0981234567"}, by=secretary)
    batch.refresh_from_db()
    batch = actions.commit(batch, by=secretary)
    assert (batch.counts, Person.objects.filter(memberships__isnull=False).count()) == ({"written_new": 3}, 3)


def test_a_commit_with_nothing_to_write_is_refused(brought: Brought, secretary: User):
    assert code_of(actions.commit, brought(WRONG), by=secretary) == "nothing_to_write"


def test_an_import_that_is_given_up_is_open_no_more(brought: Brought, secretary: User):
    batch = brought(*GOOD)
    row = row_of(batch, 2)
    actions.drop(batch, by=secretary)
    assert (Row.objects.count(), Source.objects.count()) == (0, 0)
    assert code_of(actions.commit, batch, by=secretary) == "not_open"
    assert code_of(actions.read_sheet, batch, sheet="", by=secretary) == "not_open"
    assert code_of(actions.leave_out, row, by=secretary) == "not_open"


def test_what_is_written_cannot_be_given_up(brought: Brought, secretary: User):
    batch = actions.commit(brought(*GOOD), by=secretary)
    assert code_of(actions.drop, batch, by=secretary) == "not_open"


def test_only_what_was_written_is_taken_back_and_only_for_a_week(brought: Brought, secretary: User):
    batch = brought(*GOOD)
    assert code_of(actions.undo, batch, by=secretary) == "not_written"
    batch = actions.commit(batch, by=secretary)
    Import.objects.update(written_at=timezone.now() - timedelta(days=7, seconds=1))
    assert code_of(actions.undo, batch, by=secretary) == "too_late"


def test_a_commit_that_broke_off_goes_on_and_writes_nothing_twice(brought: Brought, secretary: User, monkeypatch: pytest.MonkeyPatch):
    rows = [
        [number, f"Mông Thu {name}", "2006", f"038890{number:04d}", ""] for number, name in enumerate(("An", "Ba", "Ca", "Da", "Ea"), 1)
    ]
    batch = brought(*rows)
    monkeypatch.setattr("aoxanh.imports.actions.passes.CHUNK", 2)
    monkeypatch.setattr("aoxanh.imports.actions.passes.AT_ONCE", 0)
    batch = actions.commit(batch, by=secretary)
    seen: list[int] = []
    lock = actions.passes.lock_kind

    def break_off(kind: str) -> None:
        seen.append(1)
        if len(seen) == 2:
            raise OperationalError("the server went away")
        lock(kind)

    monkeypatch.setattr("aoxanh.imports.actions.passes.lock_kind", break_off)
    with pytest.raises(OperationalError):
        tasks.write(str(batch.pk))
    assert Membership.objects.count() == 2
    tasks.write(str(batch.pk))
    tasks.write(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.counts, Membership.objects.count(), batch.done) == ("written", {"written_new": 5}, 5, 5)
    assert Line.objects.filter(verb="imports.written").count() == 1


def test_what_became_true_since_the_preview_is_not_written_again(brought: Brought, secretary: User):
    first, second = brought(*GOOD), brought(*GOOD)
    actions.commit(first, by=secretary)
    second = actions.commit(second, by=secretary)
    assert (second.counts, Membership.objects.count()) == ({"same": 2}, 2)


def test_a_list_whose_reader_died_is_read_anew(brought: Brought, secretary: User):
    batch = brought(*GOOD)
    Import.objects.update(state="reading", touched_at=timezone.now() - timedelta(minutes=6))
    tasks.find_forgotten(0)
    tasks.read(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("ready", {"new": 2})


def test_old_rows_are_forgotten(brought: Brought):
    brought(*GOOD)
    Import.objects.update(at=timezone.now() - timedelta(days=38))
    tasks.forget_old(0)
    assert (Row.objects.count(), Source.objects.count(), Import.objects.get().state) == (0, 0, "dropped")


def test_taking_back_leaves_what_was_claimed_or_used(brought: Brought, commune_union: Unit, secretary: User, volunteer: User):
    from tests.cast import make_activity, make_signup

    batch = actions.commit(brought(*GOOD, [3, "Lý Thị Sao", "2004", "", ""]), by=secretary)
    claimed, used = (Person.objects.get(full_name=name) for name in ("Mông Thu Hà", "Lò Văn Páo"))
    Person.objects.filter(user=volunteer).update(user=None)
    claimed.user = volunteer
    claimed.save()
    signup = make_signup(make_activity(commune_union, secretary).shifts.get(), volunteer)
    signup.person = used
    signup.save()
    batch = actions.undo(actions.undo(batch, by=secretary), by=secretary)
    assert dict(batch.rows.values_list("number", "stays")) == {
        2: "Người này đã nhận hồ sơ sau đó.",
        3: "Đã có dữ liệu khác gắn với người này: đăng ký, chức vụ hoặc đơn vị khác.",
        4: "",
    }
    assert not Person.objects.filter(full_name="Lý Thị Sao").exists()


def queries_for(count: int, by: User, unit: Unit) -> int:
    rows = [
        [number, f"Mông Thu {'ABCDEFGHIKLMNOPQRSTUVXY'[number % 23]}a", "2006", f"03{count:03d}{number:05d}", "Vạn Linh"]
        for number in range(count)
    ]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actions.commit(bring(xlsx([HEADING, *rows]), by, unit), by=by)
    return len(queries)


def test_a_hundred_rows_cost_as_many_queries_as_one(secretary: User, commune_union: Unit, van_linh: Area):
    assert queries_for(1, secretary, commune_union) == queries_for(100, secretary, commune_union)


def test_every_person_has_a_line_in_the_log(brought: Brought, secretary: User, commune_union: Unit):
    hanh = member(commune_union, "Vi Thị Hạnh", birth_date=date(2003, 10, 23))
    actions.commit(brought(*GOOD, [3, "Vi Thị Hạnh", "23/10/2003", "0971556308", ""]), by=secretary)
    lines = Line.objects.filter(verb__startswith="people.import")
    assert sorted(lines.values_list("verb", flat=True)) == ["people.import_changed", "people.imported", "people.imported"]
    assert lines.get(subject_id=hanh.pk).details == {"changed": ["phone"]}


def test_a_list_that_nobody_can_read_is_given_up_after_an_hour(brought: Brought):
    batch = brought(*GOOD)
    Import.objects.update(state="reading", at=timezone.now() - timedelta(minutes=61))
    tasks.find_forgotten(0)
    batch.refresh_from_db()
    assert (batch.state, batch.refusal["code"], batch.rows.count()) == ("refused", "gave_up", 0)
