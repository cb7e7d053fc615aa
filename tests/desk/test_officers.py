"""The officers of a year, and the forms that change who holds what."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment, Membership, Person
from tests.cast import BEGINNING, REORGANISED

SignIn = Callable[[User], Client]


def listing(unit: Unit) -> str:
    return reverse("desk:officers", args=[unit.slug])


def make_post(unit: Unit, title: str, holder: str = "", **facts: object) -> Post:
    given = {"during": unit.during, **facts}
    post = Post.objects.create(unit=unit, title=title, **given)
    if holder:
        person = Person.objects.create(full_name=holder)
        Appointment.objects.create(person=person, post=post, during=during(unit.during.lower, unit.during.upper), decision="40-QĐ/TĐTN")
    return post


@pytest.fixture
def post(commune_union: Unit) -> Post:
    return make_post(commune_union, "Phó Bí thư", rank="deputy", dedicated=True)


@pytest.fixture
def anh(commune_union: Unit) -> Person:
    person = Person.objects.create(full_name="Hoàng Thị Ánh")
    Membership.objects.create(person=person, unit=commune_union, during=during(BEGINNING))
    return person


@pytest.fixture
def desk(sign_in: SignIn, secretary: User) -> Client:
    return sign_in(secretary)


def test_the_list_says_who_holds_what_by_rank_and_what_is_vacant(desk: Client, commune_union: Unit, post: Post) -> None:
    make_post(commune_union, "Bí thư", "Đinh Thùy Dương", rank="head")
    make_post(commune_union, "Đầu mối", rank="other", focal_point=True, seats=2)
    page = desk.get(listing(commune_union)).content.decode()
    assert "1 cán bộ năm" in page
    assert "còn trống 3 chỗ" in page
    assert page.index("Bí thư</p>") < page.index("Phó Bí thư</p>") < page.index("Đầu mối</p>")
    assert "40-QĐ/TĐTN" in page


def test_a_year_shows_everyone_who_held_the_post_in_it(desk: Client, commune_union: Unit, post: Post) -> None:
    for name, since, until in (("Vi Cũ", date(2024, 1, 1), date(2025, 5, 1)), ("Vi Mới", date(2025, 5, 1), date(2026, 1, 1))):
        Appointment.objects.create(person=Person.objects.create(full_name=name), post=post, during=during(since, until))
    pages = {year: desk.get(f"{listing(commune_union)}?nam={year}").content.decode() for year in (2024, 2025, 2026)}
    assert {year: ("Vi Cũ" in page, "Vi Mới" in page) for year, page in pages.items()} == {
        2024: (True, False),
        2025: (True, True),
        2026: (False, False),
    }


def test_the_province_reads_the_list_of_the_communes_of_a_year(
    sign_in: SignIn, coordinator: User, provincial_union: Unit, olds: dict[str, Unit], commune_union: Unit
) -> None:
    make_post(olds["Y Tịch"], "Bí thư", "Vi Thị Cũ", rank="head")
    make_post(commune_union, "Bí thư", "Vi Thị Mới", rank="head")
    browser = sign_in(coordinator)
    pages = {year: browser.get(f"{listing(provincial_union)}?cap=commune&nam={year}").content.decode() for year in (2024, 2025, 2026)}
    assert {year: ("Vi Thị Cũ" in page, "Vi Thị Mới" in page) for year, page in pages.items()} == {
        2024: (True, False),
        2025: (True, True),
        2026: (False, True),
    }


@pytest.mark.parametrize(("only", "seen"), [("chuyen-trach", "Phó Bí thư"), ("dau-moi", "Đầu mối"), ("trong", "Ủy viên")])
def test_the_list_narrows_to_what_matters(desk: Client, commune_union: Unit, only: str, seen: str) -> None:
    make_post(commune_union, "Phó Bí thư", "Vi A", dedicated=True)
    make_post(commune_union, "Đầu mối", "Vi B", focal_point=True)
    make_post(commune_union, "Ủy viên", seats=1)
    page = desk.get(f"{listing(commune_union)}?loc={only}")
    assert [line.post.title for line in page.context["page"]] == [seen]


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, coordinator: User, provincial_union: Unit, commune_union: Unit
) -> None:
    address = f"{listing(provincial_union)}?cap=commune"
    make_post(commune_union, "Bí thư", "Vi A")
    browser = sign_in(coordinator)
    browser.get(address)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        counts.append(len(seen))
        for number in range(20):
            make_post(commune_union, f"Ủy viên {number}", f"Vi {number}")
    assert counts[0] == counts[1]


def test_officers_of_others_are_not_shown(desk: Client, neighbour_union: Unit, provincial_union: Unit) -> None:
    post = make_post(neighbour_union, "Bí thư", "Vi Văn Nam")
    term = Appointment.objects.get()
    assert desk.get(listing(neighbour_union)).status_code == 404
    assert desk.get(listing(provincial_union)).status_code == 404
    for name, pk in (("appoint", post.pk), ("post_close", post.pk), ("appointment_end", term.pk)):
        assert desk.get(reverse(f"desk:{name}", args=[pk])).status_code == 404
    assert desk.get(reverse("desk:post_new", args=[neighbour_union.slug])).status_code == 404


def test_an_inspector_reads_and_changes_nothing(sign_in: SignIn, inspector: User, commune_union: Unit, post: Post) -> None:
    browser = sign_in(inspector)
    page = browser.get(listing(commune_union)).content.decode()
    assert ("Phó Bí thư" in page, reverse("desk:appoint", args=[post.pk]) in page) == (True, False)
    assert browser.get(reverse("desk:appoint", args=[post.pk])).status_code == 404
    assert browser.get(reverse("desk:unit_edit", args=[commune_union.slug])).status_code == 404


def test_a_post_is_opened_from_the_form(desk: Client, commune_union: Unit) -> None:
    data = {"title": "Ủy viên  Ban Chấp hành", "rank": "member", "seats": "9", "request_id": str(uuid4())}
    answer = desk.post(reverse("desk:post_new", args=[commune_union.slug]), data)
    assert (answer.status_code, answer["Location"]) == (302, listing(commune_union))
    made = Post.objects.get()
    assert (made.title, made.seats, made.rank, made.during) == ("Ủy viên Ban Chấp hành", 9, "member", commune_union.during)


def test_a_post_carries_no_role_that_its_maker_lacks(desk: Client, commune_union: Unit) -> None:
    data = {"title": "Điều phối", "rank": "other", "seats": "1", "role": "coordinator", "request_id": str(uuid4())}
    page = desk.post(reverse("desk:post_new", args=[commune_union.slug]), data)
    assert (page.status_code, list(page.context["form"].errors), Post.objects.count()) == (422, ["role"], 0)


def test_a_post_entered_twice_is_refused_at_its_title(desk: Client, commune_union: Unit, post: Post) -> None:
    data = {"title": "Phó Bí thư", "rank": "deputy", "seats": "1", "request_id": str(uuid4())}
    page = desk.post(reverse("desk:post_new", args=[commune_union.slug]), data)
    assert (page.status_code, page["X-Refusal"], list(page.context["form"].errors)) == (409, "post_exists", ["title"])


def test_somebody_is_found_without_tones_and_appointed(desk: Client, commune_union: Unit, post: Post, anh: Person) -> None:
    address = reverse("desk:appoint", args=[post.pk])
    assert "Hoàng Thị Ánh" in desk.get(f"{address}?tim=thi+anh").content.decode()
    chosen = f"{address}?tim=thi+anh&nguoi={anh.pk}"
    assert "Bổ nhiệm Hoàng Thị Ánh: Phó Bí thư" in desk.get(chosen).content.decode()
    data = {"decision": "15-QĐ/TĐTN-BTC", "since": "2026-02-01", "last_day": "2026-12-31", "request_id": str(uuid4())}
    assert desk.post(chosen, data)["Location"] == listing(commune_union)
    held = Appointment.objects.get()
    assert (held.person, held.during, held.decision) == (anh, during(date(2026, 2, 1), date(2027, 1, 1)), "15-QĐ/TĐTN-BTC")


def test_people_of_other_units_are_found_by_their_whole_number_only(desk: Client, post: Post, neighbour_union: Unit) -> None:
    person = Person.objects.create(full_name="Vi Thị Xa", phone="+84912345678")
    Membership.objects.create(person=person, unit=neighbour_union, during=during(BEGINNING))
    address = reverse("desk:appoint", args=[post.pk])
    found = [person.full_name in desk.get(f"{address}?tim={text}").content.decode() for text in ("vi thi xa", "0912 345 678", "0912345")]
    assert found == [False, True, False]
    assert desk.get(f"{address}?tim=vi+thi+xa&nguoi={person.pk}").status_code == 404


def test_a_refusal_keeps_what_was_typed(desk: Client, post: Post, anh: Person) -> None:
    Appointment.objects.create(person=Person.objects.create(full_name="Lê Quốc Bảo"), post=post, during=during(BEGINNING))
    data = {"decision": "15-QĐ/TĐTN-BTC", "since": "2026-02-01", "request_id": str(uuid4())}
    page = desk.post(f"{reverse('desk:appoint', args=[post.pk])}?tim=anh&nguoi={anh.pk}", data)
    assert (page.status_code, page["X-Refusal"], list(page.context["form"].errors)) == (409, "post_taken", ["since"])
    assert "15-QĐ/TĐTN-BTC" in page.content.decode()


def test_a_term_is_ended_from_the_form(desk: Client, commune_union: Unit, post: Post, anh: Person) -> None:
    term = Appointment.objects.create(person=anh, post=post, during=during(REORGANISED))
    address = reverse("desk:appointment_end", args=[term.pk])
    assert desk.post(address, {"last_day": "", "why": ""}).status_code == 422
    assert desk.post(address, {"last_day": today().isoformat(), "why": "Chuyển công tác"}).status_code == 302
    term.refresh_from_db()
    assert (term.during.upper, term.ended_why) == (today() + timedelta(days=1), "Chuyển công tác")
    assert "Chuyển công tác" in desk.get(listing(commune_union)).content.decode()


def test_a_post_is_closed_from_the_form(desk: Client, post: Post) -> None:
    assert desk.post(reverse("desk:post_close", args=[post.pk]), {"last_day": today().isoformat(), "why": "Thừa"}).status_code == 302
    post.refresh_from_db()
    assert post.during.upper == today() + timedelta(days=1)


def test_a_unit_is_corrected_from_the_form(desk: Client, commune_union: Unit) -> None:
    address = reverse("desk:unit_edit", args=[commune_union.slug])
    typed = dict(desk.get(address).context["form"].initial) | {"phone": "0912 345 678", "address": "Thôn Khun Phang"}
    assert desk.post(address, typed)["Location"] == reverse("desk:unit", args=[commune_union.slug])
    commune_union.refresh_from_db()
    assert (commune_union.phone, commune_union.address) == ("+84912345678", "Thôn Khun Phang")


def test_another_name_is_refused_at_the_name(desk: Client, commune_union: Unit) -> None:
    address = reverse("desk:unit_edit", args=[commune_union.slug])
    typed = dict(desk.get(address).context["form"].initial) | {"name": "Đoàn phường Kỳ Lừa"}
    page = desk.post(address, typed)
    assert (page.status_code, page["X-Refusal"], list(page.context["form"].errors)) == (409, "renaming", ["name"])


@pytest.mark.parametrize(("typed", "status"), [("0205 3812 345", 302), ("0912 345", 422)])
def test_an_office_may_have_a_line_of_its_own(desk: Client, commune_union: Unit, typed: str, status: int) -> None:
    address = reverse("desk:unit_edit", args=[commune_union.slug])
    given = dict(desk.get(address).context["form"].initial) | {"phone": typed}
    assert desk.post(address, given).status_code == status


def test_the_list_leaves_as_it_is_narrowed(sign_in: SignIn, coordinator: User, provincial_union: Unit, commune_union: Unit) -> None:
    make_post(commune_union, "Bí thư", "Vi A")
    make_post(commune_union, "Đầu mối", "Vi B", focal_point=True)
    make_post(provincial_union, "Bí thư", "Vi C", focal_point=True)
    address = reverse("desk:export", args=["officers", "csv"])
    browser = sign_in(coordinator)
    page = b"".join(browser.get(f"{address}?don-vi={provincial_union.slug}&cap=commune&loc=dau-moi").streaming_content).decode()
    assert ["Vi A" in page, "Vi B" in page, "Vi C" in page] == [False, True, False]
