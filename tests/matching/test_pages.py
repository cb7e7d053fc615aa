"""The list, a new proposal, the board with its column, solving."""

import re
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from aoxanh.kit.dates import local
from aoxanh.matching.models import Assignment, Proposal, Shortfall
from tests.cast import make_signup
from tests.matching.boards import HTMX, body, make_shift, make_volunteer, morning, propose, url
from tests.work import waiting_jobs

Status = Proposal.Status


# The list, a new one


def test_the_list_says_what_waits_to_be_sent(desk, place):
    page = body(desk.get(reverse("matching:list")))
    assert "1 đề xuất chờ gửi" in page
    assert "1 người được đề xuất" in page


def test_the_list_shows_only_what_one_coordinates(sign_in, outsider, proposal):
    assert str(proposal.pk) not in body(sign_in(outsider).get(reverse("matching:list")))


def test_the_next_weekend_is_filled_in(desk, provincial_union):
    form = desk.get(reverse("matching:new")).context["form"]
    first, last = form.initial["starts_on"], form.initial["ends_on"]
    assert (first.weekday(), last - first, first > timezone.localdate()) == (5, timedelta(days=1), True)


def given(unit, **facts):
    first = local(morning()).date()
    usual = {
        "unit": unit.pk,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=1)).isoformat(),
        "reach_km": 25,
        "most_a_day": 8,
        "most_a_week": 24,
        "answer_hours": 24,
        "request_id": uuid4(),
        "w-skill": 50,
        "w-near": 25,
        "w-fair": 20,
        "w-keep": 15,
    }
    return usual | facts


def test_a_proposal_is_made_and_begins_to_be_solved(desk, provincial_union, commune_union, kitchen):
    answer = desk.post(reverse("matching:new"), given(provincial_union, among=[commune_union.pk]))
    made = Proposal.objects.get()
    assert (answer.status_code, answer.url) == (302, url("board", made))
    assert (made.status, made.weights["skill"], list(made.among.all()), len(waiting_jobs())) == (Status.QUEUED, 50, [commune_union], 1)


def test_a_form_sent_twice_makes_one_proposal(desk, provincial_union, kitchen):
    data = given(provincial_union)
    answers = [desk.post(reverse("matching:new"), data).status_code for _ in range(2)]
    assert (answers, Proposal.objects.count()) == ([302, 302], 1)


def test_a_mistake_keeps_what_was_typed(desk, provincial_union):
    answer = desk.post(reverse("matching:new"), given(provincial_union, reach_km=0, name="Cuối tuần xanh"))
    assert answer.status_code == 422
    assert "Cuối tuần xanh" in body(answer)


def test_days_that_are_over_are_refused_at_their_field(desk, provincial_union):
    over = timezone.localdate() - timedelta(days=3)
    answer = desk.post(reverse("matching:new"), given(provincial_union, starts_on=over.isoformat(), ends_on=over.isoformat()))
    assert (answer.status_code, answer["X-Refusal"], bool(answer.context["form"].errors["ends_on"])) == (409, "past", True)


def test_who_coordinates_nowhere_is_told(sign_in, focal_point):
    answer = sign_in(focal_point).get(reverse("matching:new"))
    assert answer.status_code == 403


# The board


def test_the_board_counts_today_and_the_proposal(desk, proposal, place, anh, bao, kitchen, commune_union):
    make_signup(kitchen, bao.user)
    page = body(desk.get(url("board", proposal)))
    row = re.search(rf'id="ca-{kitchen.pk}".*?</div>', page, re.DOTALL)[0]
    assert re.findall(r">(\d+/\d+)<", row) == ["1/3", "2/3"]
    assert "Thiếu 1." in row
    assert "Gửi 1 lời mời" in page
    assert "Đạt 99,97 % của mức tối đa tính được." in page
    assert "hết 2,4 giây" in page


def test_a_short_shift_says_why(desk, proposal, place, kitchen):
    reasons = [["nobody_able", 0, {"skill": "Tiếng Nùng", "km": 25}], ["consent", 12, {}]]
    Shortfall.objects.create(proposal=proposal, shift=kitchen, missing=2, reasons=reasons)
    page = body(desk.get(url("board", proposal)))
    assert "Cần thêm 2 người biết tiếng Nùng" in page
    assert "12 người chờ người giám hộ đồng ý" in page


def test_a_shift_that_was_full_says_so(desk, proposal, trees, commune_union):
    for name in ("Vi Văn Nam", "Hứa Thị Thu"):
        make_signup(trees, make_volunteer(name, commune_union).user)
    assert "đủ từ trước" in body(desk.get(url("board", proposal)))


def test_the_board_of_others_does_not_exist(sign_in, outsider, proposal):
    assert sign_in(outsider).get(url("board", proposal)).status_code == 404


def test_an_inspector_reads_and_changes_nothing(sign_in, inspector, proposal, place, anh, kitchen):
    browser = sign_in(inspector)
    page = body(browser.get(url("person", proposal, kitchen, anh)))
    assert "Vì sao ở đây" in page
    assert "Giữ ở đây" not in page
    assert browser.post(url("moves", proposal)).status_code == 404


def test_the_board_costs_the_same_with_many_rows(desk, proposal, place, secretary, commune_union, number_of_queries):
    one = number_of_queries(desk, url("board", proposal))
    for number in range(12):
        shift = make_shift(commune_union, secretary, f"Ca {number}", hour=7 + number % 3, days=number % 2)
        propose(proposal, make_volunteer("Lê Một", commune_union), shift)
        Shortfall.objects.create(proposal=proposal, shift=shift, missing=2, reasons=[["busy", 3, {}]])
    assert number_of_queries(desk, url("board", proposal)) == one


def test_the_people_of_a_shift_cost_the_same_with_many(desk, proposal, place, kitchen, commune_union, number_of_queries):
    one = number_of_queries(desk, url("shift", proposal, kitchen), **HTMX)
    for number in range(20):
        propose(proposal, make_volunteer(f"Lê Thị {number}", commune_union), kitchen)
    assert number_of_queries(desk, url("shift", proposal, kitchen), **HTMX) == one


def test_a_shift_with_many_people_is_paged_through_once(desk, proposal, kitchen, commune_union):
    names = {f"Lê Thị Số {number:03}" for number in range(120)}
    for name in names:
        propose(proposal, make_volunteer(name, commune_union), kitchen)
    shown, query = [], ""
    while True:
        answer = desk.get(url("shift", proposal, kitchen) + query, headers=HTMX)
        shown += [one.person.full_name for one in answer.context["people"]]
        if not answer.context["people"].next:
            break
        query = f"?{answer.context['people'].next_query}"
    assert (len(shown), set(shown)) == (120, names)


def test_a_person_says_why_they_are_there(desk, proposal, place, anh, kitchen, market):
    Assignment.objects.update(else_shift=market, else_points=22)
    page = body(desk.get(url("person", proposal, kitchen, anh)))
    for text in ("40 điểm", "Nhà cách 3,2 km", "+24", "Tháng này chưa đi lần nào", "−4", "Dọn chợ phiên", "22 điểm"):
        assert text in page


def test_everyone_who_is_proposed_is_listed(desk, proposal, place, bao, market):
    propose(proposal, bao, market)
    page = body(desk.get(url("people", proposal), headers=HTMX))
    assert ("2 người được đề xuất" in page, page.index("Nông Thị Ánh") < page.index("Lê Quốc Bảo")) == (True, True)


def test_how_it_is_solved_is_explained_with_figures(desk, proposal):
    page = body(desk.get(url("how", proposal)))
    for text in ("Máy không xếp ai đi xa hơn 25 km", "9.997", "10.000", "99,97 %", "2,4 giây"):
        assert text in page


# Solving


def test_while_it_is_solved_the_board_asks_how_far_it_is(desk, proposal):
    Proposal.objects.update(status=Status.SOLVING, queued_at=timezone.now() - timedelta(seconds=3), progress=420)
    page = body(desk.get(url("progress", proposal), headers=HTMX))
    assert "hx-get" in page
    assert "42" in page


def test_once_it_is_solved_the_whole_board_comes(desk, proposal):
    assert desk.get(url("progress", proposal), headers=HTMX)["HX-Refresh"] == "true"


def test_it_is_solved_again_with_other_weights(desk, proposal, place):
    answer = desk.post(url("solve", proposal), {"w-skill": 10, "w-near": 90, "w-fair": 20, "w-keep": 15})
    proposal.refresh_from_db()
    assert (answer.status_code, proposal.weights["near"], proposal.status) == (302, 90, Status.QUEUED)


def test_what_was_sent_is_not_solved_again(desk, proposal):
    Proposal.objects.update(status=Status.PUBLISHED)
    answer = desk.post(url("solve", proposal), {"w-skill": 10, "w-near": 90, "w-fair": 20, "w-keep": 15})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "published")
