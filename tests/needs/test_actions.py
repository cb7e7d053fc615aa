from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import public_version
from aoxanh.needs.actions import close_need, confirm_need, count_places, publish_need
from aoxanh.needs.models import Need
from aoxanh.people.models import Skill
from tests.cast import make_area
from tests.needs.conftest import CHINA, LAOS, QUAN_SON, SEA, facts

Status = Need.Status


def test_a_published_need_is_open_confirmed_and_written_down(publish, commune_union, focal_point):
    need = publish(title="  Sửa  bếp ăn bán trú ")
    line = Line.objects.get(verb="needs.published")
    assert (need.title, need.status, need.area, need.confirmed_by) == (
        "Sửa bếp ăn bán trú",
        Status.OPEN,
        commune_union.area,
        focal_point.person,
    )
    assert need.slug.startswith("sua-bep-an-ban-tru-")
    assert (line.subject_id, line.by, line.unit_id) == (need.pk, focal_point, commune_union.pk)
    assert line.details == {"area": "06505", "area_was_chosen": False, "outside_unit": False}


def test_a_form_sent_twice_gives_the_same_need(commune_union, focal_point):
    request_id = uuid4()
    first = publish_need(commune_union, facts=facts(), request_id=request_id, by=focal_point)
    again = publish_need(commune_union, facts=facts(title="Một tên khác hẳn"), request_id=request_id, by=focal_point)
    assert (again, Need.objects.count()) == (first, 1)


def test_two_needs_of_one_name_have_addresses_of_their_own(publish):
    assert publish().slug != publish().slug


def test_a_title_without_letters_still_has_an_address(publish):
    assert publish(title="??? !!! ***").slug.startswith("nhu-cau-")


def test_a_need_carries_its_skills(commune_union, focal_point):
    skill = Skill.objects.first() or Skill.objects.create(code="roofing", name="Lợp mái", english_name="Roofing")
    need = publish_need(commune_union, facts=facts(), skills=[skill], request_id=uuid4(), by=focal_point)
    assert list(need.skills.all()) == [skill]


def test_what_the_public_sees_changes_with_each_action(publish, focal_point, django_capture_on_commit_callbacks):
    versions = [public_version()]
    for act in (
        publish,
        lambda: confirm_need(Need.objects.get(), by=focal_point),
        lambda: close_need(Need.objects.get(), reason="mistake", by=focal_point),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        versions.append(public_version())
    assert versions == sorted(set(versions))


def test_nobody_publishes_for_a_unit_that_is_not_theirs(refused, outsider):
    assert refused(by=outsider) == "not_permitted"


@pytest.mark.parametrize("people", [0, -3])
def test_a_need_for_nobody_is_refused(refused, people):
    assert refused(people_wanted=people) == "people_not_positive"


def test_a_need_for_more_people_than_a_commune_has_is_refused(refused):
    assert refused(people_wanted=10_001) == "too_many_people"


def test_the_last_day_before_the_first_is_refused(refused):
    assert refused(starts_on=today() + timedelta(days=3), ends_on=today() + timedelta(days=2)) == "ends_before_starts"


def test_a_window_that_has_gone_by_is_refused(refused):
    assert refused(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)) == "in_the_past"


def test_a_need_for_today_only_is_taken(publish):
    assert publish(starts_on=today(), ends_on=today()).status == Status.OPEN


def test_a_mistyped_year_is_refused(refused):
    assert refused(ends_on=today() + timedelta(days=4000)) == "too_far_ahead"


def test_work_of_an_unknown_kind_is_refused(refused):
    assert refused(kind="alchemy") == "unknown_kind"


@pytest.mark.parametrize("point", [CHINA, LAOS, SEA])
def test_a_point_abroad_or_at_sea_is_refused(refused, point):
    assert refused(latitude=point[0], longitude=point[1]) == "outside_vietnam"


def test_a_point_well_outside_the_commune_asks_which_one_is_meant(refused, quan_son):
    assert refused(latitude=QUAN_SON[0], longitude=QUAN_SON[1]) == "outside_commune"


def test_a_person_may_choose_a_commune_that_the_unit_does_not_cover_and_it_is_noted(publish, quan_son):
    need = publish(latitude=QUAN_SON[0], longitude=QUAN_SON[1], area=quan_son)
    assert need.area == quan_son
    assert Line.objects.get(verb="needs.published").details == {"area": "06517", "area_was_chosen": True, "outside_unit": True}


def test_a_person_may_say_that_the_units_own_commune_is_meant(publish, quan_son, van_linh):
    assert publish(latitude=QUAN_SON[0], longitude=QUAN_SON[1], area=van_linh).area == van_linh


def test_a_commune_far_from_the_point_cannot_be_chosen(refused, province):
    assert refused(area=make_area("06316", "Xã Bắc Sơn", "Xã", 21.9, 106.32, province)) == "far_from_commune"


def test_a_provincial_unit_publishes_for_the_commune_of_the_point(publish, provincial_union, coordinator, quan_son):
    assert publish(provincial_union, coordinator, latitude=QUAN_SON[0], longitude=QUAN_SON[1]).area == quan_son


def test_confirming_makes_a_stale_need_fresh(need, focal_point):
    Need.objects.update(confirmed_at=timezone.now() - timedelta(days=40), confirmed_by=None)
    stale = Need.objects.get()
    fresh = confirm_need(stale, by=focal_point)
    assert (stale.is_stale, fresh.is_stale, fresh.confirmed_by) == (True, False, focal_point.person)


def test_a_closed_need_cannot_be_confirmed(need, focal_point):
    close_need(need, reason="not_needed", by=focal_point)
    with pytest.raises(Refused) as caught:
        confirm_need(need, by=focal_point)
    assert caught.value.code == "closed"


def test_a_need_that_is_over_cannot_be_confirmed(need, focal_point):
    Need.objects.update(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
    with pytest.raises(Refused) as caught:
        confirm_need(need, by=focal_point)
    assert caught.value.code == "over"


def test_closing_twice_closes_once(need, focal_point):
    close_need(need, reason="not_needed", by=focal_point)
    close_need(need, reason="mistake", by=focal_point)
    assert [line.details for line in Line.objects.filter(verb="needs.closed")] == [{"reason": "not_needed"}]


@pytest.mark.parametrize(
    ("places", "status", "uncovered"), [(0, Status.OPEN, 12), (5, Status.PARTLY_MET, 7), (12, Status.MET, 0), (18, Status.MET, 0)]
)
def test_places_of_activities_meet_a_need(need, secretary, places, status, uncovered):
    counted = count_places(need, places=places, by=secretary)
    assert (counted.status, counted.met_people, counted.uncovered) == (status, places, uncovered)


def test_a_need_opens_again_when_its_activity_is_called_off(need, secretary):
    count_places(need, places=18, by=secretary)
    assert count_places(need, places=0, by=secretary).status == Status.OPEN


def test_counting_places_leaves_a_closed_need_closed(need, secretary):
    close_need(need, reason="met_elsewhere", by=secretary)
    assert count_places(need, places=18, by=secretary).status == Status.CLOSED


def test_the_same_count_is_written_down_once(need, secretary):
    count_places(need, places=5, by=secretary)
    count_places(need, places=5, by=secretary)
    assert [line.details for line in Line.objects.filter(verb="needs.places_counted")] == [{"before": 0, "after": 5}]
