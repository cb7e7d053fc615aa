from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift
from aoxanh.kit.dates import today
from aoxanh.kit.public import shelf
from aoxanh.org.models import Unit
from aoxanh.places.models import Area
from tests.cast import make_activity, make_need, noon

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_what_is_not_approved_does_not_exist_for_the_public(client: Client, commune_union: Unit, secretary: User, status: str) -> None:
    hidden = make_activity(commune_union, secretary, status=status)
    for path in (f"/hoat-dong/{hidden.slug}/", f"/hoat-dong/{hidden.slug}/anh.png", f"/hoat-dong/{hidden.slug}/lich.ics"):
        assert client.get(path).status_code == 404
    assert hidden.title not in client.get("/hoat-dong/").content.decode()


def test_the_organiser_sees_a_draft_on_the_desk_and_not_on_the_public_page(sign_in: SignIn, commune_union: Unit, secretary: User) -> None:
    hidden = make_activity(commune_union, secretary, status="draft")
    assert sign_in(secretary).get(f"/hoat-dong/{hidden.slug}/").status_code == 404


def test_a_chat_app_gets_title_text_and_picture(client: Client, activity: Activity) -> None:
    page = client.get(f"/hoat-dong/{activity.slug}/").content.decode()
    assert f'<meta property="og:title" content="{activity.title}">' in page
    assert f'<meta property="og:image" content="http://testserver/hoat-dong/{activity.slug}/anh.png?v=' in page
    assert "Điểm trường Vạn Linh" in page.split('og:description" content="')[1].split('"')[0]


def test_the_card_is_a_png_that_is_not_drawn_twice(client: Client, activity: Activity) -> None:
    card = client.get(f"/hoat-dong/{activity.slug}/anh.png")
    assert (card["Content-Type"], card.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get(f"/hoat-dong/{activity.slug}/anh.png", headers={"If-None-Match": card["ETag"]}).status_code == 304


def test_scripts_in_a_text_stay_text(client: Client, commune_union: Unit, secretary: User) -> None:
    shown = make_activity(commune_union, secretary, title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    page = client.get(f"/hoat-dong/{shown.slug}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_full_shift_says_so_and_offers_no_button(client: Client, commune_union: Unit, secretary: User) -> None:
    shown = make_activity(commune_union, secretary, shifts=[(noon(2), noon(2) + timedelta(hours=4), 3)])
    shift = shown.shifts.get()
    assert f"/dang-ky/{shift.pk}/" in client.get(f"/hoat-dong/{shown.slug}/").content.decode()
    Shift.objects.filter(pk=shift.pk).update(taken=3)
    shelf.clear()
    page = client.get(f"/hoat-dong/{shown.slug}/").content.decode()
    assert f'"/dang-ky/{shift.pk}/"' not in page
    assert "Đã đủ người" in page


def test_a_cancelled_activity_says_so(client: Client, commune_union: Unit, secretary: User) -> None:
    shown = make_activity(commune_union, secretary, status="cancelled")
    page = client.get(f"/hoat-dong/{shown.slug}/").content.decode()
    assert "Đã hủy" in page
    assert "/dang-ky/" not in page


def test_the_page_is_the_same_for_everyone(sign_in: SignIn, client: Client, activity: Activity, volunteer: User) -> None:
    signed_out = client.get(f"/hoat-dong/{activity.slug}/")
    signed_in = sign_in(volunteer).get(f"/hoat-dong/{activity.slug}/")
    assert signed_in.content == signed_out.content
    assert "csrfmiddlewaretoken" not in signed_out.content.decode()
    assert not signed_out.cookies


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    client: Client, commune_union: Unit, secretary: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_activity(commune_union, secretary)
    client.get("/hoat-dong/?tim=mồi")
    counted = []
    for number in (0, 18):
        for _ in range(number):
            make_activity(commune_union, secretary)
        shelf.clear()
        with django_assert_num_queries(9, exact=False) as seen:
            client.get("/hoat-dong/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_the_page_asks_the_same_number_of_questions_however_many_shifts(
    client: Client, commune_union: Unit, secretary: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counted = []
    for number in (1, 12):
        shown = make_activity(
            commune_union,
            secretary,
            need=make_need(commune_union, secretary),
            shifts=[(noon(day), noon(day) + timedelta(hours=2), 5) for day in range(2, 2 + number)],
        )
        shelf.clear()
        client.get(f"/hoat-dong/{shown.slug}/")
        shelf.clear()
        with django_assert_num_queries(20, exact=False) as seen:
            client.get(f"/hoat-dong/{shown.slug}/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_the_list_is_paged_by_key_and_shows_each_once(client: Client, commune_union: Unit, secretary: User) -> None:
    made = {make_activity(commune_union, secretary).slug for _ in range(25)}
    first = client.get("/hoat-dong/").content.decode()
    following = first.split("sau=")[1].split('"')[0]
    second = client.get(f"/hoat-dong/?sau={following}").content.decode()
    seen = [slug for slug in made if f"/hoat-dong/{slug}/" in first], [slug for slug in made if f"/hoat-dong/{slug}/" in second]
    assert (len(seen[0]), len(seen[1]), set(seen[0]) | set(seen[1])) == (20, 5, made)


def test_filters_narrow_and_nonsense_is_left_out(client: Client, commune_union: Unit, secretary: User, province: Area) -> None:
    repair = make_activity(commune_union, secretary, title="Sửa cầu treo Nà Pe")
    trees = make_activity(commune_union, secretary, title="Trồng rừng phòng hộ", kind="tree_planting")

    def found(query: str) -> list[bool]:
        shelf.clear()
        page = client.get(f"/hoat-dong/?{query}").content.decode()
        return [f"/hoat-dong/{activity.slug}/" in page for activity in (repair, trees)]

    assert found("tim=cau+treo+na+pe") == [True, False]
    assert found("viec=tree_planting") == [False, True]
    assert found("viec=nonsense&ngay=hom-qua&tinh=99999") == [True, True]
    assert found(f"ngay={today() + timedelta(days=2)}") == [True, True]
    assert found(f"ngay={today() + timedelta(days=3)}") == [False, False]
    assert found(f"tinh={province.code}") == [True, True]


def test_the_calendar_holds_every_shift(client: Client, activity: Activity) -> None:
    text = client.get(f"/hoat-dong/{activity.slug}/lich.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Sửa bếp ăn bán trú điểm trường Vạn Linh" in text.replace("\r\n ", "")
