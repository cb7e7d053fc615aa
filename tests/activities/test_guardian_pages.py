"""The guardian's pages, the child's sign-up page, and the desk's list of children."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup, Wish
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.people.actions import guardians
from aoxanh.people.invitations import token_of
from aoxanh.people.models import Guardianship, Membership
from tests.cast import make_consent, make_signup, make_user

type SignIn = Callable[[User], Client]
DESK = "/ban-lam-viec/nguoi/tre-em/"
YES = {"full_name": "Lý Thị Mẩy", "relation": "mother", "declares": "on", "agrees": "on"}
INVITE = {"moi-full_name": "Lý Thị Mẩy", "moi-relation": "mother", "moi-email": "may@giamho.example"}
PAPER = {
    "giay-full_name": "Lý A Sài",
    "giay-relation": "father",
    "giay-phone": "0912 345 678",
    "giay-identity": "đã xem căn cước",
    "giay-signed": "on",
}


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def shift(activity: Activity) -> Shift:
    Activity.objects.update(min_age=7)
    return Shift.objects.get()


@pytest.fixture
def asked(pupil: User, mother: User) -> Guardianship:
    return guardians.invite(pupil.person, full_name="Lý Thị Mẩy", relation="mother", email=mother.email, by=pupil)


@pytest.fixture
def child(pupil: User, mother: User) -> User:
    make_consent(pupil.person, mother)
    return pupil


@pytest.fixture
def member(pupil: User, commune_union: Unit) -> User:
    Membership.objects.create(person=pupil.person, unit=commune_union, during=during(date(2024, 1, 1)))
    return pupil


def page_of(asked: Guardianship) -> str:
    return f"/giam-ho/{token_of(asked)}/"


def wish(browser: Client, shift: Shift) -> HttpResponse:
    return browser.post(f"/dang-ky/{shift.pk}/nguyen-vong/", {"request_id": str(uuid4())})


def test_the_page_behind_the_link_says_everything_before_anyone_signs_in(
    client: Client, shift: Shift, pupil: User, asked: Guardianship, sign_in: SignIn
) -> None:
    wish(sign_in(pupil), shift)
    page = client.get(page_of(asked))
    said = text(page)
    for part in (
        shift.activity.title,
        "Nhiều nhất 8 giờ một ngày, 40 giờ một tuần",
        "Dữ liệu được lưu",
        "Đoàn xã Vạn Linh",
        "m…\u2060@giamho.example",
    ):
        assert part in said
    assert (
        f'href="/tai-khoan/vao/?next=%2Fgiam-ho%2F{token_of(asked)}%2F"' in page.content.decode(),
        'name="agrees"' in page.content.decode(),
    ) == (
        True,
        False,
    )
    assert (pupil.email in said, "private" in page.headers["Cache-Control"]) == (False, True)


def test_nothing_is_ticked_beforehand(asked: Guardianship, mother: User, sign_in: SignIn) -> None:
    boxes = re.findall(r'<input type="checkbox"[^>]*>', sign_in(mother).get(page_of(asked)).content.decode())
    assert (len(boxes), [box for box in boxes if "checked" in box]) == (3, [])


def test_a_guessed_link_leads_nowhere_and_guessing_is_stopped(client: Client, asked: Guardianship) -> None:
    assert [client.get(f"/giam-ho/guess-{number}/").status_code for number in range(20)] == [404] * 20
    assert client.get("/giam-ho/guess-again/").status_code == 429
    assert client.get(page_of(asked)).status_code == 429


def test_a_yes_in_the_browser_brings_the_child_its_place(
    shift: Shift, pupil: User, mother: User, asked: Guardianship, sign_in: SignIn
) -> None:
    child = sign_in(pupil)
    assert wish(child, shift).headers["Location"] == f"/dang-ky/{shift.pk}/"
    answer = sign_in(mother).post(page_of(asked), YES | {"phone": "0912 345 678"})
    assert answer.headers["Location"] == f"/toi/con-em/{pupil.person.pk}/"
    assert Guardianship.objects.get().phone == "+84912345678"
    signup = Signup.objects.get()
    assert child.get(f"/dang-ky/{shift.pk}/").headers["Location"] == f"/dang-ky/the/{signup.pk}/"
    assert "Thẻ của Lý Văn Páo" in text(sign_in(mother).get(f"/dang-ky/the/{signup.pk}/"))


@pytest.mark.parametrize("missing", ["full_name", "relation", "declares", "agrees"])
def test_what_is_missing_has_its_sentence_and_keeps_the_rest(asked: Guardianship, mother: User, sign_in: SignIn, missing: str) -> None:
    answer = sign_in(mother).post(page_of(asked), {name: value for name, value in YES.items() if name != missing})
    assert (answer.status_code, f'href="#id_{missing}' in answer.content.decode()) == (422, True)
    assert Guardianship.objects.get().consented_at is None


def test_a_no_in_the_browser(asked: Guardianship, mother: User, sign_in: SignIn) -> None:
    browser = sign_in(mother)
    assert "Bạn đã không đồng ý" in text(browser.post(page_of(asked), {"no": "1"}))
    assert Guardianship.objects.get().declined_at is not None
    again = browser.get(page_of(asked))
    assert (again.status_code, again["X-Refusal"]) == (409, "answered")


def test_the_wrong_account_is_told_so_and_led_out(asked: Guardianship, pupil: User, other_volunteer: User, sign_in: SignIn) -> None:
    for user, code in ((pupil, "yourself"), (other_volunteer, "another_address")):
        page = sign_in(user).get(page_of(asked))
        assert (page.status_code, page["X-Refusal"]) == (409, code)
        assert f'name="next" value="{page_of(asked)}"' in page.content.decode()
        assert sign_in(user).post(page_of(asked), YES).status_code == 409
    out = sign_in(pupil).post("/tai-khoan/ra/", {"next": page_of(asked)})
    assert out.headers["Location"] == page_of(asked)


def test_a_late_answer_is_told_so(asked: Guardianship, mother: User, sign_in: SignIn) -> None:
    Guardianship.objects.update(invited_until=timezone.now())
    page = sign_in(mother).get(page_of(asked))
    assert (page.status_code, page["X-Refusal"]) == (409, "expired")


def test_the_guardian_who_answered_comes_to_the_children(asked: Guardianship, mother: User, sign_in: SignIn, client: Client) -> None:
    browser = sign_in(mother)
    browser.post(page_of(asked), YES)
    assert browser.get(page_of(asked)).headers["Location"] == "/toi/con-em/"
    assert client.get(page_of(asked)).status_code == 409


def test_a_question_waits_on_the_page_of_who_was_asked(asked: Guardianship, mother: User, volunteer: User, sign_in: SignIn) -> None:
    browser = sign_in(mother)
    assert "Đang chờ bạn trả lời Lý Văn Páo" in text(browser.get("/toi/con-em/"))
    assert browser.post(f"/toi/con-em/loi-moi/{asked.pk}/").headers["Location"] == page_of(asked)
    assert sign_in(volunteer).post(f"/toi/con-em/loi-moi/{asked.pk}/").status_code == 404


def test_a_guardian_follows_withdraws_and_agrees_again(shift: Shift, child: User, mother: User, sign_in: SignIn) -> None:
    signup = make_signup(shift, child)
    browser, own = sign_in(mother), f"/toi/con-em/{child.person.pk}/"
    assert "1 ca sắp tới" in text(browser.get("/toi/con-em/"))
    assert f"/dang-ky/the/{signup.pk}/" in browser.get(own).content.decode()
    assert browser.post(f"{own}rut/").headers["Location"] == own
    signup.refresh_from_db()
    page = text(browser.get(own))
    assert (signup.status, "Hiện em không tham gia hoạt động nào" in page, shift.activity.title in page) == ("cancelled", True, False)
    assert browser.get(f"/dang-ky/the/{signup.pk}/").status_code == 404
    assert browser.post(f"{own}dong-y/").headers["Location"] == own
    twice = browser.post(f"{own}dong-y/")
    assert (twice.status_code, twice["X-Refusal"]) == (409, "still_stands")


def test_a_guardian_decides_on_pictures_alone(child: User, mother: User, sign_in: SignIn) -> None:
    browser, own = sign_in(mother), f"/toi/con-em/{child.person.pk}/"
    assert "Bạn chưa cho phép" in text(browser.get(own))
    browser.post(f"{own}anh/", {"pictures": "on"})
    assert "Bạn đã cho phép" in text(browser.get(own))
    browser.post(f"{own}anh/", {})
    assert child.person.consents.filter(purpose="pictures", withdrawn_at=None).count() == 0


def test_nobody_else_comes_to_the_page_of_a_child(child: User, other_volunteer: User, sign_in: SignIn, client: Client) -> None:
    own = f"/toi/con-em/{child.person.pk}/"
    browser = sign_in(other_volunteer)
    assert browser.get(own).status_code == 404
    assert [browser.post(f"{own}{act}/").status_code for act in ("rut", "dong-y", "anh")] == [404] * 3
    assert client.get(own).headers["Location"] == f"/tai-khoan/vao/?next={own}"


def test_a_guardian_signs_up_the_child_and_gives_the_place_back(shift: Shift, child: User, mother: User, sign_in: SignIn) -> None:
    browser = sign_in(mother)
    page = browser.get(f"/dang-ky/{shift.pk}/").content.decode()
    assert (f'name="cho" value="{child.person.pk}"' in page, "cho Páo" in page) == (True, True)
    browser.post(f"/dang-ky/{shift.pk}/", {"request_id": str(uuid4()), "cho": str(child.person.pk)})
    signup = Signup.objects.get()
    assert (signup.person, signup.by) == (child.person, mother)
    assert browser.get(f"/dang-ky/the/{signup.pk}/anh.png").status_code == 200
    browser.post(f"/dang-ky/{signup.pk}/huy/")
    signup.refresh_from_db()
    assert signup.status == "cancelled"


def test_who_is_also_a_volunteer_chooses_for_whom(shift: Shift, pupil: User, volunteer: User, sign_in: SignIn) -> None:
    make_consent(pupil.person, volunteer)
    browser = sign_in(volunteer)
    own = browser.get(f"/dang-ky/{shift.pk}/").content.decode()
    assert (f'href="?cho={pupil.person.pk}"' in own, 'name="cho"' in own) == (True, False)
    assert f'name="cho" value="{pupil.person.pk}"' in browser.get(f"/dang-ky/{shift.pk}/?cho={pupil.person.pk}").content.decode()


@pytest.mark.parametrize("whose", ["of another", "nonsense"])
def test_nobody_signs_up_the_child_of_others(shift: Shift, child: User, volunteer: User, sign_in: SignIn, whose: str) -> None:
    chosen = str(child.person.pk) if whose == "of another" else whose
    assert sign_in(volunteer).post(f"/dang-ky/{shift.pk}/", {"request_id": str(uuid4()), "cho": chosen}).status_code == 404
    assert Signup.objects.count() == 0


def test_a_child_without_consent_remembers_the_shift_and_names_a_guardian(shift: Shift, pupil: User, sign_in: SignIn) -> None:
    browser = sign_in(pupil)
    page = browser.get(f"/dang-ky/{shift.pk}/")
    assert ("Cần cha mẹ hoặc người giám hộ đồng ý trước" in text(page), "Đăng ký ngày" in text(page)) == (True, False)
    assert wish(browser, shift).headers["Location"] == f"/toi/nguoi-giam-ho/?next=%2Fdang-ky%2F{shift.pk}%2F"
    assert "Bỏ ca này" in text(browser.get(f"/dang-ky/{shift.pk}/"))
    browser.post(f"/dang-ky/nguyen-vong/{Wish.objects.get().pk}/bo/")
    assert Wish.objects.get().why == "given_up"


def test_taking_a_place_without_consent_leads_to_the_guardian(shift: Shift, pupil: User, sign_in: SignIn) -> None:
    answer = sign_in(pupil).post(f"/dang-ky/{shift.pk}/", {"request_id": str(uuid4())})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "guardian_consent_missing")
    assert f'href="/dang-ky/{shift.pk}/"' in answer.content.decode()


def test_a_wish_that_a_consent_would_not_mend_is_refused(shift: Shift, pupil: User, volunteer: User, sign_in: SignIn) -> None:
    Activity.objects.update(min_age=18)
    assert wish(sign_in(pupil), shift)["X-Refusal"] == "too_young"
    Activity.objects.update(min_age=7)
    assert wish(sign_in(volunteer), shift).headers["Location"] == f"/dang-ky/{shift.pk}/"
    assert wish(sign_in(User.objects.create_user("moi@thu.example")), shift).status_code == 404


def test_nobody_drops_the_wish_of_another(shift: Shift, pupil: User, volunteer: User, sign_in: SignIn) -> None:
    wish(sign_in(pupil), shift)
    assert sign_in(volunteer).post(f"/dang-ky/nguyen-vong/{Wish.objects.get().pk}/bo/").status_code == 404


def test_an_officer_asks_a_guardian_and_sends_the_link_again(member: User, secretary: User, sign_in: SignIn) -> None:
    browser, page = sign_in(secretary), f"{DESK}{member.person.pk}/"
    assert "1 em đang chờ người giám hộ đồng ý" in text(browser.get(DESK))
    assert browser.post(f"{page}moi/", INVITE).headers["Location"] == page
    asked = Guardianship.objects.get()
    assert (asked.invited_by, token_of(asked) in browser.get(page).content.decode()) == (secretary, True)
    assert browser.post(f"{DESK}loi-moi/{asked.pk}/gui-lai/").headers["Location"] == page
    twice = browser.post(f"{page}moi/", INVITE)
    assert (twice.status_code, twice["X-Refusal"], 'value="Lý Thị Mẩy"' in twice.content.decode()) == (409, "asked_already", True)
    assert browser.post(f"{page}moi/", {}).status_code == 422


def test_an_officer_notes_a_paper_and_a_withdrawal(member: User, secretary: User, sign_in: SignIn) -> None:
    browser, page = sign_in(secretary), f"{DESK}{member.person.pk}/"
    unsigned = browser.post(f"{page}giay/", {name: value for name, value in PAPER.items() if name != "giay-signed"})
    assert (unsigned.status_code, Guardianship.objects.count()) == (422, 0)
    assert browser.post(f"{page}giay/", PAPER).headers["Location"] == page
    assert "Đinh Thùy Dương đã xem giấy: đã xem căn cước" in text(browser.get(page))
    assert ("Không em nào phải chờ" in text(browser.get(DESK)), "Lý Văn Páo" in text(browser.get(f"{DESK}?tat-ca"))) == (True, True)
    assert browser.post(f"{DESK}loi-moi/{Guardianship.objects.get().pk}/rut/").headers["Location"] == page
    assert "1 em đang chờ" in text(browser.get(DESK))


def test_other_units_and_other_roles_see_no_child(
    member: User, asked: Guardianship, outsider: User, focal_point: User, volunteer: User, inspector: User, sign_in: SignIn
) -> None:
    for user in (outsider, focal_point, volunteer, inspector):
        browser = sign_in(user)
        assert "Lý Văn Páo" not in text(browser.get(f"{DESK}?tat-ca"))
        assert browser.get(f"{DESK}{member.person.pk}/").status_code == 404
        assert [browser.post(f"{DESK}{member.person.pk}/{act}/").status_code for act in ("moi", "giay")] == [404, 404]
        assert [browser.post(f"{DESK}loi-moi/{asked.pk}/{act}/").status_code for act in ("gui-lai", "rut")] == [404, 404]


def test_the_roster_names_the_guardian_of_a_child(
    shift: Shift, pupil: User, mother: User, volunteer: User, secretary: User, sign_in: SignIn
) -> None:
    make_consent(pupil.person, mother, phone="+84912345678")
    for user in (pupil, volunteer):
        make_signup(shift, user)
    page = text(sign_in(secretary).get(f"/ban-lam-viec/hoat-dong/{shift.activity_id}/danh-sach/"))
    assert ("Lý Văn Páo Giám hộ: Lý Thị Mẩy 0912 345 678" in page, page.count("Giám hộ:")) == (True, 1)


def test_the_desks_list_costs_the_same_with_many_children(member: User, secretary: User, commune_union: Unit, sign_in: SignIn) -> None:
    browser = sign_in(secretary)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(DESK)
        return len(asked)

    few = statements()
    for number in range(6):
        other = make_user(f"em{number}@tinhnguyen.example", f"Lý Thị {'ABCDEF'[number]}", today() - timedelta(days=12 * 365))
        Membership.objects.create(person=other.person, unit=commune_union, during=during(date(2024, 1, 1)))
        guardians.invite(other.person, full_name="Lý Thị Mẩy", relation="mother", email=f"me{number}@thu.example", by=secretary)
    assert statements() == few
