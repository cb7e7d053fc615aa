"""What a list of officers means."""

from datetime import date

from aoxanh.access.models import Grant
from aoxanh.accounts.models import User
from aoxanh.imports import actions
from aoxanh.kit.dates import during
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment, Person
from tests.imports.conftest import bring, row_of, verdicts, xlsx

HEADING = ["TT", "Họ và tên", "Năm sinh", "SĐT", "Đơn vị", "Chức vụ", "Từ ngày", "Đến ngày", "Số QĐ", "Chuyên trách"]


def listed(by: User, unit: Unit, *rows: list[object]):
    return bring(xlsx([HEADING, *rows]), by, unit, kind="officers", name="can bo.xlsx")


def test_officers_are_appointed_to_posts_that_are_made_where_there_are_none(coordinator: User, provincial_union: Unit, commune_union: Unit):
    Post.objects.create(unit=commune_union, title="Bí thư", rank="head", during=during(date(2020, 1, 1)))
    rows = [
        [1, "ĐINH THÙY DƯƠNG", 1995, 971556308, "Đoàn xã Vạn Linh", "Bí thư", "05/07/2025", "04/07/2030", "12-QĐ/TĐTN", "x"],
        [2, "Hứa Văn Đức", 1998, "0912800417", "đoàn xã vạn linh", "Phó Bí thư", "05/07/2025", "", "", ""],
        [3, "Hứa Văn Đức", 1998, "0912800417", "Đoàn xã Vạn Linh", "Ủy viên Ban Thường vụ", "05/07/2025", "", "", ""],
    ]
    batch = actions.commit(listed(coordinator, provincial_union, *rows), by=coordinator)
    assert batch.counts == {"written_new": 3}
    terms = Appointment.objects.filter(post__unit=commune_union).order_by("id").select_related("post", "person")
    assert [(term.person.full_name, term.post.title, term.post.rank, term.during.upper) for term in terms] == [
        ("Đinh Thùy Dương", "Bí thư", "head", date(2030, 7, 5)),
        ("Hứa Văn Đức", "Phó Bí thư", "deputy", None),
        ("Hứa Văn Đức", "Ủy viên Ban Thường vụ", "standing", None),
    ]
    assert Person.objects.filter(full_name="Hứa Văn Đức").count() == 1
    assert listed(coordinator, provincial_union, *rows).counts == {"same": 3}


def test_a_row_that_cannot_be_says_why(coordinator: User, provincial_union: Unit, commune_union: Unit):
    post = Post.objects.create(unit=commune_union, title="Bí thư", rank="head", during=during(date(2020, 1, 1)))
    holder = Person.objects.create(full_name="Đinh Thùy Dương")
    Appointment.objects.create(person=holder, post=post, during=during(date(2025, 7, 1)))
    batch = listed(
        coordinator,
        provincial_union,
        [1, "Lò Văn Páo", 2000, "", "Đoàn xã Vạn Linh", "Bí thư", "05/07/2025", "", "", ""],
        [2, "Lò Văn Páo", 2000, "", "Đoàn xã Mơ Hồ", "Bí thư", "05/07/2025", "", "", ""],
        [3, "Lò Văn Páo", 2000, "", "Đoàn xã Vạn Linh", "", "05/07/2025", "", "", ""],
        [4, "Lò Văn Páo", 2000, "", "Đoàn xã Vạn Linh", "Phó Bí thư", "05/07/2025", "04/07/2025", "", ""],
        [5, "Lò Văn Páo", 2000, "", "Đoàn xã Vạn Linh", "Uỷ viên", "05/07/2019", "", "", "chắc có"],
    )
    assert {number: next(iter(row_of(batch, number).faults.values()))["code"] for number in verdicts(batch)} == {
        2: "post_taken",
        3: "unit_unknown",
        4: "title_missing",
        5: "ends_before_it_begins",
        6: "before_the_unit",
    }
    assert row_of(batch, 2).faults["title"]["text"] == (
        "Đinh Thùy Dương đang giữ chức “Bí thư” trong thời gian ấy. Cho thôi chức trước, hoặc sửa lại ngày."
    )


def test_a_term_gets_its_decision_and_its_end_and_loses_them_again(coordinator: User, provincial_union: Unit, commune_union: Unit):
    row = [1, "Hứa Văn Đức", 1998, "0912800417", "Đoàn xã Vạn Linh", "Phó Bí thư", "05/07/2025", "", "", ""]
    actions.commit(listed(coordinator, provincial_union, row), by=coordinator)
    batch = listed(coordinator, provincial_union, [*row[:7], "04/07/2030", "12-QĐ/TĐTN", ""])
    assert (batch.counts, row_of(batch, 2).before) == ({"changed": 1}, {"decision": "", "until": ""})
    batch = actions.commit(batch, by=coordinator)
    term = Appointment.objects.get()
    assert (term.decision, term.during.upper) == ("12-QĐ/TĐTN", date(2030, 7, 5))
    actions.undo(batch, by=coordinator)
    term.refresh_from_db()
    assert (term.decision, term.during.upper) == ("", None)


def test_taking_back_removes_terms_and_what_they_opened(coordinator: User, provincial_union: Unit, commune_union: Unit, volunteer: User):
    Post.objects.create(unit=commune_union, title="Đầu mối", during=during(date(2020, 1, 1)))
    person = volunteer.person
    person.phone = "+84912800417"
    person.save()
    row = [1, person.full_name, "20/05/2004", "0912800417", "Đoàn xã Vạn Linh", "Đầu mối", "05/07/2025", "", "", ""]
    batch = actions.commit(listed(coordinator, provincial_union, row), by=coordinator)
    assert Appointment.objects.get().person == person
    batch = actions.undo(batch, by=coordinator)
    assert (Appointment.objects.count(), Person.objects.filter(pk=person.pk).exists(), Grant.objects.filter(user=volunteer).count()) == (
        0,
        True,
        0,
    )
    assert batch.counts == {"changed": 1}
