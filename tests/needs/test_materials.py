"""Things that a need asks for, and what was promised and brought of them."""

from uuid import uuid4

import pytest

from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.needs.actions import (
    ContactPlan,
    MaterialPlan,
    close_need,
    note_pledge,
    receive_pledge,
    withdraw_pledge,
)
from aoxanh.needs.actions.publishing import MOST_MATERIALS
from aoxanh.needs.models import Material, Need, Pledge, Step
from aoxanh.needs.queries import lacking_words
from aoxanh.org.models import Post
from tests.needs.conftest import blankets

Status = Need.Status
PROMISED, RECEIVED = Pledge.State.PROMISED, Pledge.State.RECEIVED


@pytest.fixture
def note(blanket, focal_point):
    def act(quantity, state=RECEIVED, material=None, request_id=None, **more):
        material = material or blanket
        return note_pledge(material, quantity=quantity, state=state, request_id=request_id or uuid4(), by=focal_point, **more)

    return act


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_need_may_ask_for_materials_only(provisions):
    assert (provisions.people_wanted, provisions.materials_wanted, provisions.materials_lacking) == (0, 2, 2)
    assert provisions.status == Status.OPEN
    assert [str(material) for material in provisions.materials.all()] == ["42 chăn", "300 kg gạo"]


def test_what_is_missing_is_said_in_words(publish, note, provisions):
    note(25)
    assert lacking_words(Need.objects.get(pk=provisions.pk)) == "17 chăn, 300 kg gạo"
    both = publish(people_wanted=6, materials=(blankets(17), MaterialPlan("Gạo", 30, "kg"), MaterialPlan("Màn", 4), MaterialPlan("Vở", 86)))
    assert lacking_words(both) == "6 người, 17 chăn, 30 kg gạo, 2 thứ nữa"
    assert lacking_words(both, people=2) == "2 người, 17 chăn, 30 kg gạo, 2 thứ nữa"


@pytest.mark.parametrize(("name", "said"), [("Chăn ấm", "5 chăn ấm"), ("BHYT", "5 BHYT"), ("X", "5 X")])
def test_an_abbreviation_keeps_its_capitals_inside_a_sentence(name, said):
    assert Material(name=name, quantity=5).amount(5) == said


def test_large_numbers_are_grouped_as_people_write_them():
    assert Material(name="Gạo", measure="kg", quantity=12000).amount(12000) == "12.000 kg gạo"


def test_a_need_asks_for_at_most_twenty_materials(refused):
    assert refused(materials=tuple(blankets(name=f"Thứ {n}") for n in range(MOST_MATERIALS + 1))) == "too_many_materials"


@pytest.mark.parametrize("plan", [MaterialPlan(" ", 4), MaterialPlan("Chăn", 0), MaterialPlan("Chăn", 1_000_001)])
def test_a_material_without_a_name_or_a_number_is_refused(refused, plan):
    assert refused(materials=(plan,)) == "material_not_said"


def test_neither_people_nor_materials_is_refused(refused):
    assert refused(people_wanted=0) == "people_not_positive"


@pytest.mark.parametrize("contact", [ContactPlan(name="Bà Lan"), ContactPlan(phone="+84912044318")])
def test_half_a_contact_is_refused(refused, contact):
    assert refused(contact=contact) == "contact_not_whole"


def test_a_contact_for_who_has_a_place_is_refused_where_there_are_no_places(refused):
    contact = ContactPlan("Bà Lan", "+84912044318")
    assert refused(people_wanted=0, materials=(blankets(),), contact=contact) == "contact_unseen"


def test_a_post_of_another_unit_is_no_contact(refused, neighbour_union):
    post = Post.objects.create(unit=neighbour_union, title="Bí thư", during=neighbour_union.during)
    assert refused(contact=ContactPlan(post=post)) == "post_of_others"


def test_what_comes_moves_the_need_from_open_over_partly_met_to_met(note, provisions):
    note(25)
    assert Need.objects.get().status == Status.PARTLY_MET
    note(20)
    note(300, material=provisions.materials.get(number=2))
    need = Need.objects.get()
    assert (need.status, need.materials_begun, need.materials_lacking) == (Status.MET, 2, 0)


def test_what_was_promised_counts_until_it_is_withdrawn(note, blanket, focal_point):
    pledge = note(42, PROMISED)
    assert (Material.objects.get(pk=blanket.pk).missing, Need.objects.get().materials_lacking) == (0, 1)
    withdraw_pledge(pledge, by=focal_point)
    assert (Material.objects.get(pk=blanket.pk).missing, Need.objects.get().status) == (42, Status.OPEN)


def test_what_was_promised_and_came_is_counted_once(note, blanket, focal_point):
    pledge = note(30, PROMISED, giver="Công ty May Lạng Sơn")
    received = receive_pledge(pledge, by=focal_point)
    material = Material.objects.get(pk=blanket.pk)
    assert (material.promised, material.received, material.missing) == (0, 30, 12)
    assert (received.settled_by, received.state) == (focal_point, RECEIVED)


def test_each_note_stands_in_the_history_and_in_the_log_with_who(note, provisions, focal_point):
    note(25)
    step = provisions.steps.order_by("-id").first()
    assert (step.why, step.note, step.by, step.status) == (Step.Why.RECEIVED, "25 chăn", focal_point, Status.PARTLY_MET)
    assert Line.objects.get(verb="needs.materials_noted").details == {"material": "Chăn", "quantity": 25, "state": "received"}


def test_a_note_sent_twice_is_taken_once(note, blanket):
    request_id = uuid4()
    assert note(5, request_id=request_id) == note(5, request_id=request_id)
    assert Material.objects.get(pk=blanket.pk).received == 5


def test_receiving_twice_receives_once(note, blanket, focal_point):
    pledge = note(5, PROMISED)
    receive_pledge(pledge, by=focal_point)
    receive_pledge(pledge, by=focal_point)
    assert Material.objects.get(pk=blanket.pk).received == 5


def test_what_was_withdrawn_cannot_come(note, focal_point):
    pledge = withdraw_pledge(note(5, PROMISED), by=focal_point)
    assert refusal(lambda: receive_pledge(pledge, by=focal_point)) == "not_promised"


def test_nothing_is_noted_for_a_closed_need(note, provisions, focal_point):
    close_need(provisions, reason="not_needed", by=focal_point)
    assert refusal(lambda: note(5)) == "ended"


@pytest.mark.parametrize("quantity", [0, -3])
def test_a_note_of_nothing_is_refused(note, quantity):
    assert refusal(lambda: note(quantity)) == "pledge_of_nothing"


def test_a_slip_of_a_zero_is_asked_back(note):
    assert refusal(lambda: note(421)) == "too_much"
