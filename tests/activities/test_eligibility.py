"""Every refusal has a reason and a way on; one person before many shifts costs as much as before one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities import actions, eligibility, prospects
from aoxanh.activities.models import Activity, Shift, ShiftRole, Signup, Wave
from aoxanh.activities.ways import Barred
from aoxanh.kit.dates import today
from aoxanh.people.models import Person, PersonSkill, Skill
from tests.cast import make_activity, make_consent, make_signup, make_user, noon


@pytest.fixture
def skill():
    return Skill.objects.order_by("code")[0]


def sign_up(shift, user, **facts):
    shift.refresh_from_db()
    return actions.sign_up(shift, person=user.person, request_id=uuid4(), by=user, **facts)


def barred(shift, user, **facts):
    """The code and where the first way leads."""
    with pytest.raises(Barred) as caught:
        sign_up(shift, user, **facts)
    ways = caught.value.ways
    assert all(way.url and way.label for way in ways)
    return caught.value.code, ways[0].name


def add_role(shift, name="Lái xe", **facts):
    return ShiftRole.objects.create(shift=shift, name=name, **{"places": 1, **facts})


def another(unit, user, start, hours=4, **facts):
    return make_activity(unit, user, shifts=[(start, start + timedelta(hours=hours), 9)], **facts).shifts.get()


def test_what_is_not_open_leads_to_other_activities(shift, volunteer):
    Activity.objects.update(status=Activity.Status.CLOSED)
    assert barred(shift, volunteer) == ("not_open", "portal:activities")


def test_what_has_begun_leads_to_the_other_shifts(shift, volunteer):
    Shift.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert barred(shift, volunteer) == ("past", "portal:activity")


def test_a_record_that_is_not_in_use_leads_to_ones_data(shift, volunteer):
    Person.objects.filter(pk=volunteer.person.pk).update(restricted_at=timezone.now())
    volunteer.person.refresh_from_db()
    assert barred(shift, volunteer) == ("restricted", "people:data")


def test_without_a_birth_date_the_profile_is_next(shift, van_linh):
    assert barred(shift, make_user("moi@tinhnguyen.example", "Lê Mới", None, van_linh)) == ("birth_date_missing", "people:profile")


def test_who_is_too_young_sees_other_activities(shift, pupil):
    assert barred(shift, pupil) == ("too_young", "portal:activities")


def test_a_child_without_consent_asks_a_guardian(shift, pupil):
    Activity.objects.update(min_age=12)
    shift.activity.refresh_from_db()
    assert barred(shift, pupil) == ("guardian_consent_missing", "signup:new")


def test_two_shifts_at_once_can_be_swapped(commune_union, secretary, shift, volunteer):
    other = another(commune_union, secretary, noon(2) + timedelta(hours=1))
    make_signup(other, volunteer)
    assert barred(shift, volunteer) == ("overlaps", "signup:swap")


def test_who_has_a_place_is_led_to_the_pass(shift, volunteer):
    sign_up(shift, volunteer)
    assert barred(shift, volunteer) == ("already_signed_up", "signup:pass")


def test_a_full_shift_offers_the_waiting_list_first(shift, volunteer, other_volunteer):
    Shift.objects.update(places=1)
    sign_up(shift, other_volunteer)
    assert barred(shift, volunteer) == ("full", "signup:wait")


def test_held_and_withheld_places_are_not_free(shift, volunteer, refused):
    Shift.objects.update(places=4, held=1, withheld=3)
    assert refused(sign_up, shift, volunteer) == "full"
    Shift.objects.update(extra=1)
    assert sign_up(shift, volunteer).status == "confirmed"


def test_before_the_first_wave_the_refusal_says_when_it_opens(shift, volunteer):
    Shift.objects.update(places=4, withheld=4)
    Wave.objects.create(shift=shift, at=timezone.now() + timedelta(days=1), places=4)
    assert barred(shift, volunteer) == ("wave_not_open", "portal:activity")


def test_twelve_hours_a_day_are_enough_for_anybody(commune_union, secretary, volunteer, settings):
    settings.HOURS_A_DAY = 6
    make_signup(another(commune_union, secretary, noon(4)), volunteer)
    later = another(commune_union, secretary, noon(4) + timedelta(hours=5), 3)
    assert barred(later, volunteer) == ("too_long_a_day", "portal:activity")
    settings.HOURS_A_DAY = 0
    assert sign_up(later, volunteer).status == "confirmed"


def test_a_week_has_a_ceiling_too(commune_union, secretary, volunteer, settings):
    settings.HOURS_A_WEEK = 10
    days_to_monday = 7 - today().weekday()
    for day in range(2):
        make_signup(another(commune_union, secretary, noon(days_to_monday + day)), volunteer)
    assert barred(another(commune_union, secretary, noon(days_to_monday + 2)), volunteer) == ("too_long_a_week", "signup:fitting")
    assert sign_up(another(commune_union, secretary, noon(days_to_monday + 7)), volunteer).status == "confirmed"


def test_two_shifts_leave_time_for_the_way(commune_union, secretary, volunteer):
    make_signup(another(commune_union, secretary, noon(4), 2), volunteer)
    start = noon(4) + timedelta(hours=2, minutes=30)
    far = another(commune_union, secretary, start, latitude=21.95, longitude=106.9)
    assert barred(far, volunteer) == ("too_far", "signup:swap")
    assert sign_up(another(commune_union, secretary, start), volunteer).status == "confirmed"


def test_the_way_takes_as_long_as_ones_transport_does(commune_union, secretary, volunteer):
    make_signup(another(commune_union, secretary, noon(4), 2), volunteer)
    far = another(commune_union, secretary, noon(4) + timedelta(hours=3), latitude=21.80)
    Person.objects.filter(pk=volunteer.person.pk).update(transport="walk")
    assert eligibility.refusal(far, person=Person.objects.get(pk=volunteer.person.pk)).code == "too_far"
    Person.objects.filter(pk=volunteer.person.pk).update(transport="motorbike")
    assert eligibility.refusal(far, person=Person.objects.get(pk=volunteer.person.pk)) is None


def test_training_comes_first(shift, volunteer, skill):
    Activity.objects.update(training_first=skill)
    shift.activity.refresh_from_db()
    own = PersonSkill.objects.create(person=volunteer.person, skill=skill)
    assert barred(shift, volunteer) == ("training_first", "people:skills")
    PersonSkill.objects.filter(pk=own.pk).update(proved_at=timezone.now())
    assert sign_up(shift, volunteer).status == "confirmed"


def test_the_first_role_that_fits_is_taken_else_none(shift, volunteer, other_volunteer, skill):
    driver = add_role(shift, skill=skill, degree=2, order=1)
    helper = add_role(shift, "Phụ bếp", places=1, order=2)
    assert sign_up(shift, volunteer).role == helper
    assert sign_up(shift, other_volunteer).role is None
    driver.refresh_from_db()
    assert driver.taken == 0


def test_a_role_may_be_left_to_others(shift, volunteer):
    add_role(shift)
    assert sign_up(shift, volunteer, plain=True).role is None


def test_a_missing_skill_is_added_in_the_profile(shift, volunteer, skill):
    assert barred(shift, volunteer, role=add_role(shift, skill=skill)) == ("skill_missing", "people:skills")


def test_a_skill_below_the_degree_is_missing(shift, volunteer, skill):
    PersonSkill.objects.create(person=volunteer.person, skill=skill, degree=1)
    assert barred(shift, volunteer, role=add_role(shift, skill=skill, degree=2)) == ("skill_missing", "people:skills")


def test_a_skill_without_proof_is_proved_first(shift, volunteer, skill):
    own = PersonSkill.objects.create(person=volunteer.person, skill=skill, degree=3, proved_at=timezone.now(), valid_until=today())
    role = add_role(shift, skill=skill, must_be_proved=True)
    assert barred(shift, volunteer, role=role) == ("skill_not_proved", "people:skills")
    PersonSkill.objects.filter(pk=own.pk).update(valid_until=today() + timedelta(days=9))
    assert sign_up(shift, volunteer, role=role).role == role


def test_a_role_has_its_own_ages(shift, volunteer):
    assert barred(shift, volunteer, role=add_role(shift, min_age=60))[0] == "role_too_young"
    assert barred(shift, volunteer, role=add_role(shift, "Em út", max_age=18))[0] == "role_too_old"


def test_a_full_role_can_be_waited_for(shift, volunteer, other_volunteer):
    role = add_role(shift)
    sign_up(shift, other_volunteer, role=role)
    assert barred(shift, volunteer, role=ShiftRole.objects.get(pk=role.pk)) == ("role_full", "signup:wait")


def test_places_of_roles_are_kept_for_them(shift, volunteer, other_volunteer, skill):
    Shift.objects.update(places=2)
    add_role(shift, skill=skill)
    assert sign_up(shift, other_volunteer).role is None
    assert barred(shift, volunteer) == ("skill_missing", "people:skills")


def test_a_place_given_back_is_free_in_its_role(shift, volunteer):
    role = add_role(shift)
    actions.cancel_signup(sign_up(shift, volunteer), by=volunteer)
    role.refresh_from_db()
    shift.refresh_from_db()
    assert (role.taken, shift.taken) == (0, 0)


def many_shifts(unit, user, count):
    """Each of another activity, with a role, every third full with people who wait elsewhere."""
    for number in range(count):
        start = noon(3 + number % 20) + timedelta(minutes=number)
        shift = another(
            unit, user, start, training_first=Skill.objects.all()[number % 3] if number % 4 == 0 else None, guided=False, min_age=12
        )
        add_role(shift, skill=Skill.objects.all()[1], must_be_proved=True)
        if number % 3 == 0:
            Shift.objects.filter(pk=shift.pk).update(places=1, withheld=1)
            Wave.objects.create(shift=shift, at=timezone.now() + timedelta(hours=9), places=1)


def asked(person, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as found:
        listed = prospects.page(person, prospects.near(person, days=timedelta(days=60)))
    return listed, len(found)


@pytest.mark.parametrize("who", ["volunteer", "pupil"])
def test_fifty_shifts_cost_as_many_queries_as_three(who, request, commune_union, secretary, mother, signup, django_assert_max_num_queries):
    person = request.getfixturevalue(who).person
    make_consent(person, mother)
    many_shifts(commune_union, secretary, 12)
    few, one = asked(person, django_assert_max_num_queries)
    many_shifts(commune_union, secretary, 60)
    many, more = asked(person, django_assert_max_num_queries)
    assert (len(few), len(many), more) == (13, 50, one)


def test_the_list_says_what_the_action_says(commune_union, secretary, volunteer, signup):
    many_shifts(commune_union, secretary, 12)
    for one in prospects.page(volunteer.person, prospects.near(volunteer.person)):
        alone = eligibility.refusal(Shift.objects.get(pk=one.shift.pk), person=Person.objects.get(pk=volunteer.person.pk))
        if alone or one.reason is None:
            assert (one.reason and one.reason.code) == (alone and alone.code)
    assert Signup.objects.count() == 1


def test_the_page_lists_what_fits_and_why_not_the_rest(sign_in, commune_union, secretary, volunteer, signup, django_assert_max_num_queries):
    many_shifts(commune_union, secretary, 12)
    browser = sign_in(volunteer)
    with django_assert_max_num_queries(30):
        page = browser.get("/dang-ky/ca-hop/").content.decode()
    assert "bạn vào được" in page
    assert "tập huấn" in page


def test_the_public_page_learns_what_keeps_the_reader_from_each_shift(sign_in, activity, shift, volunteer, other_volunteer):
    Shift.objects.update(places=1)
    make_signup(shift, other_volunteer)
    page = sign_in(volunteer).get(f"/dang-ky/cho-cua-toi/{activity.pk}/").content.decode()
    assert f'id="ca-{shift.pk}"' in page
    assert f"/dang-ky/{shift.pk}/cho/" in page
