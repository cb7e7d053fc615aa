"""Wishes that wait for a guardian, what a withdrawal gives back, and who sees which child."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aoxanh.accounts.models import User
from aoxanh.activities import actions
from aoxanh.activities.actions import minors
from aoxanh.activities.actions.contents import PLAIN
from aoxanh.activities.drafts import Details, ShiftPlan
from aoxanh.activities.models import Activity, Shift, Signup, Wish
from aoxanh.activities.policies import own_guardianships, passes_at_hand, visible_minors
from aoxanh.activities.queries.minors import children_of_guardian, minor_of, minors_in, question, with_states, without_consent
from aoxanh.activities.tasks import recheck_minors, release_places_without_consent
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions import guardians
from aoxanh.people.models import Guardianship, Membership, Person
from tests.cast import make_activity, make_area, make_consent, make_signup, make_unit, make_user, noon

YES: dict[str, Any] = {"full_name": "Lý Thị Mẩy", "relation": "mother", "identity": "khai trên trang", "agrees": True}
HOUR = timedelta(hours=1)
type Refusal = Callable[..., str]


@pytest.fixture
def shift(activity: Activity) -> Shift:
    """Four hours at noon in two days, for people from 7 years on."""
    Activity.objects.update(min_age=7)
    return Shift.objects.select_related("activity__unit").get()


@pytest.fixture
def child(pupil: User, mother: User) -> User:
    """The pupil, with a mother who agreed."""
    make_consent(pupil.person, mother)
    return pupil


@pytest.fixture
def asked(pupil: User, mother: User) -> Guardianship:
    return guardians.invite(pupil.person, full_name="Lý Thị Mẩy", relation="mother", email=mother.email, by=pupil)


def sign_up(shift: Shift, user: User, **facts: Any) -> Signup:
    return actions.sign_up(shift, person=user.person, **{"request_id": uuid4(), "by": user} | facts)


def wish(shift: Shift, user: User) -> Wish:
    return minors.wish(shift, person=user.person, request_id=uuid4(), by=user)


def another(unit: Unit, by: User, start: Any, hours: float, **facts: Any) -> Shift:
    return make_activity(unit, by, shifts=[(start, start + hours * HOUR, 9)], **{"min_age": 7} | facts).shifts.get()


def test_a_wish_takes_no_place_and_is_one(shift: Shift, pupil: User) -> None:
    made = wish(shift, pupil)
    assert wish(shift, pupil) == made
    shift.refresh_from_db()
    assert (shift.taken, Signup.objects.count(), minor_of(pupil.person).wishes) == (0, 0, 1)


def test_what_a_consent_would_not_mend_is_no_wish(shift: Shift, pupil: User, volunteer: User, child: User, refused: Refusal) -> None:
    Activity.objects.update(min_age=18)
    assert refused(wish, Shift.objects.get(), pupil) == "too_young"
    Activity.objects.update(min_age=7)
    assert refused(wish, Shift.objects.get(), child) == "nothing_missing"


def test_a_yes_turns_wishes_into_places_at_once(shift: Shift, pupil: User, mother: User, asked: Guardianship) -> None:
    made = wish(shift, pupil)
    minors.consent(asked, **YES, by=mother)
    made.refresh_from_db()
    shift.refresh_from_db()
    assert made.signup is not None
    assert (made.signup.status, made.signup.by, made.signup.request_id, shift.taken) == ("confirmed", mother, made.request_id, 1)


def test_a_wish_that_came_too_late_says_why(shift: Shift, pupil: User, volunteer: User, mother: User, asked: Guardianship) -> None:
    made = wish(shift, pupil)
    Shift.objects.update(places=1)
    make_signup(shift, volunteer)
    minors.consent(asked, **YES, by=mother)
    made.refresh_from_db()
    assert (made.signup, made.why, made.settled_at is None) == (None, "full", False)
    told = Message.objects.filter(key__startswith="activities.wish_in_vain")
    assert sorted(told.values_list("to", flat=True)) == [mother.email, pupil.email]


def test_a_dropped_wish_brings_no_place(shift: Shift, pupil: User, mother: User, asked: Guardianship) -> None:
    minors.drop_wish(wish(shift, pupil), by=pupil)
    minors.consent(asked, **YES, by=mother)
    assert (Wish.objects.get().why, Signup.objects.count()) == ("given_up", 0)


def test_a_paper_opens_the_way_too(shift: Shift, pupil: User, secretary: User) -> None:
    wish(shift, pupil)
    facts = {"full_name": "Lý A Sài", "relation": "father", "phone": "+84912345678", "identity": "đã xem căn cước"}
    assert [made.signup.status for made in minors.note_paper(pupil.person, **facts, by=secretary) if made.signup] == ["confirmed"]


def test_a_withdrawal_gives_back_what_lies_ahead_and_everyone_hears_it(
    shift: Shift, child: User, mother: User, secretary: User, commune_union: Unit
) -> None:
    soon = another(commune_union, secretary, noon(1), 2)
    signups = [make_signup(shift, child), make_signup(soon, child)]
    Message.objects.all().delete()
    given_back = minors.withdraw(child.person.guardianships.get(), by=mother)
    assert sorted(signup.pk for signup in given_back) == sorted(signup.pk for signup in signups)
    assert set(Signup.objects.values_list("status", flat=True)) == {"cancelled"}
    assert set(Shift.objects.values_list("taken", flat=True)) == {0}
    assert Message.objects.filter(to=child.email, key__startswith="activities.consent_withdrawn").count() == 2
    assert Message.objects.get(to=secretary.email).subject == "Có chỗ trống trở lại: Lý Văn Páo không còn được đồng ý"
    assert Line.objects.filter(verb="activities.consent_withdrawn").count() == 2


def test_even_shortly_before_the_shift(child: User, mother: User, commune_union: Unit, secretary: User) -> None:
    start = noon(0)
    running = another(commune_union, secretary, start, 6)
    Shift.objects.filter(pk=running.pk).update(starts_at=start - HOUR * 20, ends_at=start + HOUR * 20)
    signup = make_signup(running, child)
    assert minors.withdraw(child.person.guardianships.get(), by=mother) == [signup]


def test_a_turn_to_which_the_child_came_stays(shift: Shift, child: User, mother: User) -> None:
    make_signup(shift, child, outcome="came")
    assert minors.withdraw(child.person.guardianships.get(), by=mother) == []


def test_what_lies_after_the_sixteenth_birthday_stays(child: User, mother: User, commune_union: Unit, secretary: User) -> None:
    later = make_signup(another(commune_union, secretary, noon(30), 2), child)
    day = today() + timedelta(days=20)
    Person.objects.filter(user=child).update(birth_date=day.replace(year=day.year - 16))
    assert minors.withdraw(child.person.guardianships.get(), by=mother) == []
    later.refresh_from_db()
    assert later.status == "confirmed"


def test_a_place_whose_consent_went_some_other_way_is_given_back_within_the_hour(
    shift: Shift, child: User, other_volunteer: User, commune_union: Unit, secretary: User
) -> None:
    later = make_activity(commune_union, secretary, shifts=[(noon(3), noon(3) + HOUR, 5)]).shifts.get()
    kept, lost = make_signup(later, other_volunteer), make_signup(shift, child)
    release_places_without_consent(0)
    lost.refresh_from_db()
    assert lost.status == "confirmed"
    Guardianship.objects.update(withdrawn_at=timezone.now())
    release_places_without_consent(0)
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.status, lost.status) == ("confirmed", "cancelled")


def test_hours_that_moved_beyond_what_the_age_allows_give_the_place_back(
    shift: Shift, child: User, volunteer: User, mother: User, secretary: User
) -> None:
    held, adult = make_signup(shift, child), make_signup(shift, volunteer)
    activity = shift.activity
    plan = ShiftPlan(noon(2), noon(2) + 9 * HOUR, 18, name="Ca dài", id=shift.pk)
    details = Details(**{name: getattr(activity, name) for name in PLAIN}, skills=[])
    actions.revise(activity, details=details, shifts=[plan], by=secretary)
    [job] = ProcrastinateJob.objects.filter(task_name="activities.recheck_minors")
    recheck_minors(**job.args)
    recheck_minors(**job.args)
    for signup in (held, adult):
        signup.refresh_from_db()
    shift.refresh_from_db()
    assert (held.status, adult.status, shift.taken) == ("cancelled", "confirmed", 1)
    told = Message.objects.filter(key__startswith="activities.no_longer_fits")
    assert sorted(told.values_list("to", flat=True)) == [mother.email, child.email]
    assert "ca phải xong trước 20:00" in told[0].body


def test_who_agrees_again_signs_up_anew(shift: Shift, child: User, mother: User) -> None:
    before = child.person.guardianships.get()
    minors.withdraw(before, by=mother)
    made = wish(shift, child)
    assert minors.agree_again(before, by=mother) == [made]
    assert Signup.objects.get().status == "confirmed"


def test_a_guardian_has_the_passes_of_the_child_while_the_consent_stands(
    shift: Shift, child: User, mother: User, other_volunteer: User
) -> None:
    signup = make_signup(shift, child)
    assert list(passes_at_hand(mother)) == [signup]
    assert list(passes_at_hand(other_volunteer)) == []
    guardians.withdraw(child.person.guardianships.get(), by=mother)
    assert list(passes_at_hand(mother)) == []
    [line] = children_of_guardian(own_guardianships(mother))
    assert (line.person, line.consented, line.places) == (child.person, False, [])


def test_a_guardians_list_costs_the_same_with_many_children(shift: Shift, child: User, mother: User, van_linh: Any) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            children_of_guardian(own_guardianships(mother))
        return len(asked)

    make_signup(shift, child)
    few = statements()
    for number in range(4):
        other = make_user(f"con{number}@tinhnguyen.example", f"Lý Thị {number}", today() - timedelta(days=12 * 365), van_linh)
        make_consent(other.person, mother)
        make_signup(shift, other)
    assert statements() == few


def test_an_officer_sees_the_children_of_the_unit_and_of_its_activities(
    shift: Shift, pupil: User, volunteer: User, secretary: User, outsider: User, focal_point: User, commune_union: Unit
) -> None:
    assert list(visible_minors(secretary)) == []
    made = wish(shift, pupil)
    assert list(visible_minors(secretary)) == [pupil.person]
    minors.drop_wish(made, by=pupil)
    assert list(visible_minors(secretary)) == []
    for user in (pupil, volunteer):
        Membership.objects.create(person=user.person, unit=commune_union, during=during(date(2024, 1, 1)))
    assert list(visible_minors(secretary)) == [pupil.person]
    assert (list(visible_minors(outsider)), list(visible_minors(focal_point))) == ([], [])


def test_the_list_says_where_each_child_stands(shift: Shift, pupil: User, mother: User, commune_union: Unit, asked: Guardianship) -> None:
    Membership.objects.create(person=pupil.person, unit=commune_union, during=during(date(2024, 1, 1)))
    units = Unit.objects.filter(pk=commune_union.pk)
    wish(shift, pupil)
    assert [(one.state, one.wishes) for one in with_states(minors_in(units))] == [("waiting", 1)]
    minors.consent(asked, **YES, by=mother)
    assert [(one.state, one.wishes) for one in with_states(minors_in(units))] == [("agreed", 0)]
    assert list(without_consent(minors_in(units))) == []


def test_the_question_names_wishes_rules_and_whom_to_ask(shift: Shift, pupil: User, asked: Guardianship, commune_union: Unit) -> None:
    made = wish(shift, pupil)
    found = question(asked)
    assert (found.years, found.wishes, found.units) == (15, [made], [commune_union])
    assert found.band is not None
    assert found.band.hours_a_day == 8


@pytest.fixture
def race(committed_db: str) -> tuple[Shift, User, User, Guardianship]:
    """A shift, a child, its mother and her consent, in a database where commits are real."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)
    unit = make_unit("commune_union", "DX-1", "Đoàn xã Vạn Linh", "ĐTN-VL", make_area("06505", "Xã Vạn Linh", "Xã", 21.6, 106.4, province))
    child = make_user("pao@tinhnguyen.example", "Lý Văn Páo", today() - timedelta(days=15 * 365 + 10))
    mother = User.objects.create_user("may@giamho.example")
    activity = make_activity(unit, make_user("bithu@vanlinh.example", "Đinh Thùy Dương"), min_age=7)
    return activity.shifts.get(), child, mother, make_consent(child.person, mother)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Everything at the same moment: what each gave, or the code of the refusal."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        try:
            gate.wait(10)
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


@pytest.mark.parametrize("_time", range(4))
def test_a_withdrawal_and_a_sign_up_at_once_leave_no_place(race: tuple[Shift, User, User, Guardianship], _time: int) -> None:
    shift, child, mother, consent = race
    at_once(lambda: sign_up(shift, child), lambda: minors.withdraw(consent, by=mother))
    shift.refresh_from_db()
    assert (shift.taken, Signup.objects.filter(status="confirmed").count()) == (0, 0)


def test_two_answers_at_once_are_one(race: tuple[Shift, User, User, Guardianship]) -> None:
    shift, child, mother, consent = race
    guardians.withdraw(consent, by=mother)
    wish(shift, child)
    asked = guardians.invite(child.person, full_name="Lý Thị Mẩy", relation="mother", email=mother.email, by=child)
    answers = at_once(*[lambda: len(minors.consent(asked, **YES, by=mother))] * 3, lambda: guardians.decline(asked, by=mother).pk)
    shift.refresh_from_db()
    assert answers.count("answered") == 3
    assert (
        shift.taken
        == Signup.objects.filter(status="confirmed").count()
        == Guardianship.objects.filter(consented_at__isnull=False).count() - 1
    )
