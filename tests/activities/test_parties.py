"""Signing up as a group or a team."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connections

from aoxanh.accounts.models import User
from aoxanh.activities.actions import cancel_signup, parties
from aoxanh.activities.actions.parties import Companion, PartyRefused, sign_up_party
from aoxanh.activities.forms.parties import PartyForm
from aoxanh.activities.models import Party, Shift, ShiftRole, Signup, Team, TeamMember
from aoxanh.kit.dates import during
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.people.models import Person, PersonSkill, Skill
from tests.cast import make_activity, make_area, make_signup, make_unit, make_user, noon

MO = Companion("Nông Thị Mơ", "+84912345678", date(2001, 2, 3))


@pytest.fixture
def people(van_linh):
    return [make_user(f"doi{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(4)]


@pytest.fixture
def team(commune_union, people):
    made = Team.objects.create(unit=commune_union, name="Đội xung kích", leader=people[0].person, during=during())
    for user in people:
        TeamMember.objects.create(team=made, person=user.person)
    return made


def go(shift, leader, members, **facts):
    given = {"name": "Đội xung kích", "request_id": uuid4(), "by": leader}
    return sign_up_party(shift, leader=leader.person, members=[user.person for user in members], **given | facts)


def counts(shift):
    shift.refresh_from_db()
    return shift.taken, Signup.objects.filter(shift=shift, status="confirmed").count()


def test_everyone_gets_a_place_of_their_own_and_is_told(shift, people, team):
    party = go(shift, people[0], people, team=team)
    assert (party.unit, party.team, counts(shift)) == (team.unit, team, (4, 4))
    letters = Message.objects.filter(key__startswith="activities.signed_up")
    assert sorted(letter.to for letter in letters) == sorted(user.email for user in people)
    assert all("Đội xung kích" in letter.body for letter in letters)


def test_the_same_form_again_is_the_same_party(shift, people):
    request = uuid4()
    first = go(shift, people[0], people, request_id=request)
    assert go(shift, people[0], people, request_id=request) == first
    assert counts(shift) == (4, 4)


def test_all_or_nobody_names_who_cannot(commune_union, secretary, shift, people):
    make_signup(make_activity(commune_union, secretary).shifts.get(), people[2])
    with pytest.raises(PartyRefused) as caught:
        go(shift, people[0], people)
    assert caught.value.code == "party_refused"
    assert [(line.name, line.reason.code) for line in caught.value.lines if line.reason] == [("Lê Thị 2", "overlaps")]
    assert "Sửa bếp" not in caught.value.lines[2].words
    assert (counts(shift), Party.objects.count()) == ((0, 0), 0)


def test_or_those_who_can(commune_union, secretary, shift, people):
    make_signup(make_activity(commune_union, secretary).shifts.get(), people[2])
    party = go(shift, people[0], people, partial=True)
    assert [signup.person.full_name for signup in party.signups.order_by("person__sort_key")] == ["Lê Thị 0", "Lê Thị 1", "Lê Thị 3"]


def test_as_many_as_there_are_places(shift, people):
    Shift.objects.update(places=3)
    assert go(shift, people[0], people, partial=True).signups.count() == 3
    assert counts(shift) == (3, 3)


def test_each_refusal_of_a_party(shift, people, refused, monkeypatch):
    Shift.objects.update(places=1, held=1)
    assert refused(go, shift, people[0], people) == "nobody_can"
    assert refused(go, shift, people[0], []) == "party_empty"
    monkeypatch.setattr(parties, "MOST", 3)
    assert refused(go, shift, people[0], people) == "party_too_big"


def test_roles_are_filled_by_who_fits_them(shift, people):
    skill = Skill.objects.all()[0]
    role = ShiftRole.objects.create(shift=shift, name="Lái xe", places=1, skill=skill)
    for user in people[1:3]:
        PersonSkill.objects.create(person=user.person, skill=skill, degree=3)
    party = go(shift, people[0], people)
    role.refresh_from_db()
    assert (role.taken, party.signups.filter(role=role).count(), counts(shift)) == (1, 1, (4, 4))


def test_who_is_written_down_gets_a_record_and_the_pass_by_text(shift, people):
    go(shift, people[0], people[:1], companions=[MO])
    person = Person.objects.get(phone=MO.phone)
    assert person.user is None
    assert "?khoa=" in Message.objects.get(to=MO.phone).subject


def test_a_known_record_is_used_where_all_fits(shift, people):
    known = Person.objects.create(full_name=MO.full_name, phone=MO.phone, birth_date=MO.birth_date)
    go(shift, people[0], people[:1], companions=[MO])
    assert Signup.objects.filter(person=known, shift=shift).exists()


def test_who_has_an_account_is_not_signed_up_by_somebody_who_knows_the_number(shift, people, volunteer):
    User.objects.filter(pk=volunteer.pk).update(phone=MO.phone)
    companion = Companion(volunteer.person.full_name, MO.phone, volunteer.person.birth_date)
    with pytest.raises(PartyRefused) as caught:
        go(shift, people[0], people[:1], companions=[companion])
    assert [line.reason.code for line in caught.value.lines if line.reason] == ["by_themselves"]


def test_a_leader_never_learns_where_a_stranger_is(commune_union, secretary, shift, people):
    known = Person.objects.create(full_name=MO.full_name, phone=MO.phone, birth_date=MO.birth_date)
    elsewhere = make_activity(commune_union, secretary).shifts.get()
    Signup.objects.create(shift=elsewhere, person=known, code="ABCDEFGH", request_id=uuid4())
    with pytest.raises(PartyRefused) as caught:
        go(shift, people[0], people[:1], companions=[MO])
    assert [line.reason.code for line in caught.value.lines if line.reason] == ["by_themselves"]


def test_children_come_only_with_a_guardians_consent(shift, people):
    from aoxanh.activities.models import Activity

    Activity.objects.update(min_age=12)
    child = Companion("Lý Văn Páo", MO.phone, date.today() - timedelta(days=14 * 365))
    with pytest.raises(PartyRefused) as caught:
        go(shift, people[0], people[:1], companions=[child])
    assert [line.reason.code for line in caught.value.lines if line.reason] == ["guardian_consent_missing"]
    assert not Person.objects.filter(phone=MO.phone).exists()


def test_who_declines_frees_one_place(shift, people):
    party = go(shift, people[0], people)
    cancel_signup(party.signups.get(person=people[1].person), by=people[1])
    assert counts(shift) == (3, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Nông Thị Mơ, 0912345678, 03/02/2001",
        "nông thị mơ\t0912 345 678\t3/2/2001",
        "Nông Thị Mơ; +84912345678; 03-02-2001",
        "03.02.2001 Nông Thị Mơ 0912.345.678",
    ],
)
def test_lists_are_read_however_they_are_written(line):
    form = PartyForm({"name": "Nhóm", "people": line, "knows": "on"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["people"] == [MO]


def test_each_wrong_line_is_named():
    form = PartyForm({"name": "Nhóm", "people": "Nông Thị Mơ\nLê Ba, 0912345678, 31/02/2001", "knows": "on"})
    assert [message[:6] for message in form.errors["people"]] == ["Dòng 1", "Dòng 2"]
    assert "knows" in PartyForm({"name": "Nhóm", "people": "Nông Thị Mơ, 0912345678, 03/02/2001"}).errors


def test_the_leader_does_it_in_the_browser(sign_in, shift, team, people):
    browser = sign_in(people[0])
    page = browser.get(f"/dang-ky/{shift.pk}/nhom/?doi={team.pk}").content.decode()
    assert all(user.person.full_name in page for user in people)
    fields = {
        "name": "Đội",
        "doi": str(team.pk),
        "nguoi": [str(user.person.pk) for user in people[:3]],
        "request_id": str(uuid4()),
        "people": "",
    }
    answer = browser.post(f"/dang-ky/{shift.pk}/nhom/", fields)
    assert answer.headers["Location"] == f"/dang-ky/nhom/{Party.objects.get().pk}/"
    assert "3" in browser.get(answer.headers["Location"]).content.decode()
    assert sign_in(people[1]).get(answer.headers["Location"]).status_code == 404


def test_nobody_signs_up_the_team_of_another(sign_in, shift, team, people):
    fields = {"name": "Đội", "doi": str(team.pk), "nguoi": [str(people[2].person.pk)], "request_id": str(uuid4()), "people": ""}
    assert sign_in(people[1]).post(f"/dang-ky/{shift.pk}/nhom/", fields).status_code == 409
    assert not Signup.objects.exists()


def test_groups_at_once_never_oversell(committed_db):
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)
    unit = make_unit(
        "commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    )
    users = [make_user(f"nhom{number}@tinhnguyen.example", f"Lê Thị {number}") for number in range(30)]
    shift = make_activity(unit, users[0], shifts=[(noon(2), noon(2) + timedelta(hours=3), 11)]).shifts.get()

    def work(start):
        group = [users[(start + step) % 30] for step in range(5)]
        try:
            return go(shift, group[0], group, partial=True).signups.count()
        except Refused:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(work, range(0, 30, 4))) == 11
    assert counts(shift) == (11, 11)
