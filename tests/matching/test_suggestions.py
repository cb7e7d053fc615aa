"""What is near a volunteer, and who could come to an organiser's shift."""

from uuid import uuid4

import pytest
from django.urls import reverse

from aoxanh.activities.models import Offer
from aoxanh.audit.models import Line
from aoxanh.matching.actions.inviting import Invited, invite
from tests.cast import make_signup
from tests.matching.boards import make_volunteer

HTMX = {"HX-Request": "true"}
MINE = "suggestions:mine"


def body(response):
    return response.content.decode()


def test_a_volunteer_sees_what_is_near_and_why(sign_in, anh, kitchen, market):
    page = body(sign_in(anh.user).get(reverse(MINE)))
    assert "Sửa bếp ăn" in page
    assert "vì: " in page


def test_the_part_of_other_pages_shows_three_at_most(sign_in, anh, kitchen, market, trees, commune_union, secretary):
    answer = sign_in(anh.user).get(reverse(MINE), headers=HTMX)
    assert ("<html" in body(answer), len(answer.context["rows"])) == (False, 3)


def test_nothing_is_suggested_for_hours_that_are_taken(sign_in, anh, kitchen, trees):
    make_signup(kitchen, anh.user)
    rows = sign_in(anh.user).get(reverse(MINE)).context["rows"]
    assert rows == []


def test_an_account_without_a_record_is_told_so(sign_in, mother):
    answer = sign_in(mother).get(reverse(MINE))
    assert (answer.status_code, answer.context["rows"]) == (200, [])


def test_the_pages_of_the_volunteer_ask_for_the_part(sign_in, anh, client):
    assert reverse(MINE) in body(sign_in(anh.user).get(reverse("desk:my")))
    viewer = sign_in(anh.user).get(reverse("people:viewer"))
    assert (viewer["HX-Trigger"], "HX-Trigger" in client.get(reverse("people:viewer"))) == ("signed-in", False)


@pytest.fixture
def organiser(sign_in, secretary):
    return sign_in(secretary)


def test_an_organiser_sees_who_could_come(organiser, anh, bao, kitchen):
    make_signup(kitchen, bao.user)
    page = organiser.get(reverse("suggestions:fill", args=[kitchen.activity_id]))
    assert [one["person"] for one in page.context["people"]] == [anh]


def test_people_of_other_units_are_only_counted(organiser, anh, kitchen, neighbour_union, van_linh):
    stranger = make_volunteer("Vi Văn Nam", neighbour_union, area=van_linh)
    page = organiser.get(reverse("suggestions:fill", args=[kitchen.activity_id]))
    assert (stranger.full_name in body(page), page.context["others"]) == (False, 1)


def test_chosen_people_are_invited(organiser, anh, kitchen):
    data = {"people": [anh.pk], "request_id": uuid4()}
    answer = organiser.post(reverse("suggestions:invite", args=[kitchen.activity_id, kitchen.pk]), data)
    offer = Offer.objects.get()
    assert (answer.status_code, offer.person, offer.source, offer.holds) == (302, anh, "organiser", True)


def test_nobody_marked_is_a_mistake(organiser, anh, kitchen):
    answer = organiser.post(reverse("suggestions:invite", args=[kitchen.activity_id, kitchen.pk]), {"request_id": uuid4()})
    assert (answer.status_code, Offer.objects.count()) == (422, 0)


def test_a_stranger_is_not_invited(organiser, kitchen, neighbour_union):
    stranger = make_volunteer("Vi Văn Nam", neighbour_union)
    data = {"people": [stranger.pk], "request_id": uuid4()}
    answer = organiser.post(reverse("suggestions:invite", args=[kitchen.activity_id, kitchen.pk]), data)
    assert (answer.status_code, Offer.objects.count()) == (422, 0)


def test_who_cannot_be_asked_is_named(organiser, anh, kitchen):
    make_signup(kitchen, anh.user)
    data = {"people": [anh.pk], "request_id": uuid4()}
    answer = organiser.post(reverse("suggestions:invite", args=[kitchen.activity_id, kitchen.pk]), data)
    assert (answer.status_code, "Nông Thị Ánh" in body(answer)) == (409, True)


def test_an_invitation_sent_again_asks_nobody_twice(anh, kitchen, secretary):
    request_id = uuid4()
    first, again = (invite(kitchen, people=[anh], request_id=request_id, by=secretary) for _ in range(2))
    assert (first, again, Offer.objects.count(), Line.objects.filter(verb="matching.invited").count()) == (Invited(1), Invited(1), 1, 1)


def test_a_shift_of_others_cannot_be_filled(sign_in, outsider, kitchen):
    assert sign_in(outsider).get(reverse("suggestions:fill", args=[kitchen.activity_id])).status_code == 404
