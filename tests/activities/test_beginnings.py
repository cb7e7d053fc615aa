"""What a new activity begins from: a former one, a template; and the folded parts of its form."""

from datetime import timedelta
from uuid import uuid4

import pytest

from aoxanh.activities import actions
from aoxanh.activities.actions.templates import change_template, delete_template, save_as_template
from aoxanh.activities.drafts import RolePlan
from aoxanh.activities.models import Activity, Briefing, Template, Wave
from aoxanh.activities.policies import copyable_activities, usable_templates
from aoxanh.kit.dates import local, today
from aoxanh.people.models import Skill
from tests.activities.conftest import plan
from tests.activities.test_actions import create
from tests.cast import grant, make_activity, make_signup, make_user, noon

NEW = "/ban-lam-viec/hoat-dong/tao/"
RULES = ("shifts-0-roles-TOTAL_FORMS", "shifts-0-roles-INITIAL_FORMS", "shifts-0-waves-TOTAL_FORMS", "shifts-0-waves-INITIAL_FORMS")


@pytest.fixture
def desk(sign_in, secretary):
    return sign_in(secretary)


def nested(*, roles=(), waves=()):
    """Rows of roles and waves of the first shift, as a browser sends them."""
    counts = dict(zip(RULES, (str(len(roles)), "0", str(len(waves)), "0"), strict=True))
    rows = {
        f"shifts-0-{kind}-{n}-{name}": value
        for kind, given in (("roles", roles), ("waves", waves))
        for n, row in enumerate(given)
        for name, value in row.items()
    }
    return counts | rows


@pytest.fixture
def former(commune_union, details, secretary, volunteer) -> Activity:
    """Full of everything, and with a person in it."""
    shift = plan(
        noon(3), places=20, least=6, transport="Xe 06:15", roles=(RolePlan("Sơ cứu", 2, skill=Skill.objects.get(code="first_aid")),)
    )
    made = create(commune_union, details(skills=(Skill.objects.get(code="building"),)), secretary, shift)
    Briefing.objects.create(activity=made, version=1, text="Đội mũ.", by=secretary)
    made.equipment.create(name="Găng tay", quantity=20)
    make_signup(made.shifts.get(), volunteer)
    return made


def test_a_copy_begins_on_the_next_same_weekday(desk, former):
    page = desk.get(NEW, {"chep": former.pk})
    [row] = page.context["rows"].forms
    assert row.initial["day"].weekday() == local(noon(3)).weekday()
    assert today() < row.initial["day"] <= today() + timedelta(days=7)
    assert (row.initial["places"], row.initial["least"], row.roles.forms[0].initial["name"]) == (20, 6, "Sơ cứu")
    assert page.context["form"].initial["title"] == former.title


def test_a_copy_takes_over_briefing_and_equipment_but_no_people(desk, former, typed):
    desk.post(f"{NEW}?chep={former.pk}", typed())
    copy = Activity.objects.exclude(pk=former.pk).get()
    assert (copy.copied_from, copy.briefings.get().text, copy.equipment.get().name) == (former, "Đội mũ.", "Găng tay")
    assert copy.shifts.get().signups.count() == 0


def test_public_activities_of_units_around_are_copied(secretary, provincial_union, neighbour_union, coordinator, outsider):
    above = make_activity(provincial_union, coordinator)
    make_activity(provincial_union, coordinator, status="draft")
    make_activity(neighbour_union, outsider)
    assert list(copyable_activities(secretary)) == [above]


def test_of_the_units_below_only_what_is_public_or_ones_own(provincial_union, activity, draft):
    user = make_user("tochuc@langson.example", "Hoàng Văn Khánh")
    grant(user, "organiser", provincial_union)
    assert list(copyable_activities(user)) == [activity]


def test_what_may_not_be_copied_does_not_exist(desk, neighbour_union, outsider):
    other = make_activity(neighbour_union, outsider)
    assert desk.get(NEW, {"chep": other.pk}).status_code == 404
    assert desk.get(NEW, {"mau": uuid4()}).status_code == 404
    assert desk.get(NEW, {"chep": "x"}).status_code == 404


def test_a_template_keeps_everything_but_days_and_people(former, commune_union, secretary, desk, typed):
    template = save_as_template(former, unit=commune_union, name=" Sửa bếp ", by=secretary)
    assert (template.name, template.kind, template.briefing, template.shifts[0]["roles"][0]["skill"]) == (
        "Sửa bếp",
        "repair",
        "Đội mũ.",
        "first_aid",
    )
    page = desk.get(NEW, {"mau": template.pk})
    assert [skill.code for skill in page.context["form"].initial["skills"]] == ["building"]
    desk.post(f"{NEW}?mau={template.pk}", typed())
    made = Activity.objects.exclude(pk=former.pk).get()
    assert (made.briefings.get().text, made.equipment.get().quantity) == ("Đội mũ.", 20)


def test_templates_of_units_above_are_offered_and_of_others_not(former, provincial_union, neighbour_union, secretary, outsider):
    above = save_as_template(former, unit=provincial_union, name="Của tỉnh", by=secretary)
    save_as_template(former, unit=neighbour_union, name="Của xã bên", by=secretary)
    assert list(usable_templates(secretary)) == [above]


def test_a_template_has_a_name_of_its_own(former, commune_union, secretary, refused):
    first = save_as_template(former, unit=commune_union, name="Sửa bếp", by=secretary)
    second = save_as_template(former, unit=commune_union, name="Sửa nhà", by=secretary)
    assert refused(save_as_template, former, unit=commune_union, name="Sửa bếp", by=secretary) == "name_taken"
    assert refused(change_template, second, name=first.name, briefing="", by=secretary) == "name_taken"
    assert refused(save_as_template, former, unit=commune_union, name=" ", by=secretary) == "name_missing"


def test_what_was_made_from_a_template_stays(former, commune_union, secretary):
    template = save_as_template(former, unit=commune_union, name="Sửa bếp", by=secretary)
    delete_template(template, by=secretary)
    assert (Template.objects.count(), Activity.objects.count()) == (0, 1)


def test_a_skill_that_is_gone_is_left_out(former, commune_union, secretary, desk):
    template = save_as_template(former, unit=commune_union, name="Sửa bếp", by=secretary)
    template.details["skills"] = ["no_such_skill"]
    template.shifts[0]["roles"][0]["skill"] = "no_such_skill"
    template.save()
    assert desk.get(NEW, {"mau": template.pk}).status_code == 200


def test_roles_and_waves_are_written(desk, typed):
    role = {"name": "Sơ cứu", "places": "2", "skill": str(Skill.objects.get(code="first_aid").pk), "degree": "2", "must_be_proved": "on"}
    wave = {"day": f"{noon(1):%Y-%m-%d}", "time": "07:00", "places": "5"}
    assert desk.post(NEW, typed(**nested(roles=[role], waves=[wave]))).status_code == 302
    shift = Activity.objects.get().shifts.get()
    made = shift.roles.get()
    assert (made.skill.code, made.degree, made.must_be_proved) == ("first_aid", 2, True)
    assert (shift.withheld, Wave.objects.get().places) == (5, 5)


def test_a_mistake_in_a_role_keeps_what_was_typed(desk, typed):
    response = desk.post(NEW, typed(**nested(roles=[{"name": "Sơ cứu", "places": "0", "equipment": "Túi sơ cứu"}])))
    page = response.content.decode()
    assert (response.status_code, "Túi sơ cứu" in page, "Ghi ít nhất 1 chỗ." in page) == (422, True, True)


@pytest.mark.parametrize(
    ("of", "name"), [("shifts", "shifts-1-day"), ("shifts-0-roles", "shifts-0-roles-0-name"), ("shifts-0-waves", "shifts-0-waves-0-day")]
)
def test_one_row_more_without_script_saves_nothing_and_blames_nobody(of, name, desk, typed):
    response = desk.post(NEW, typed(title="", them=of, **nested()))
    page = response.content.decode()
    assert (response.status_code, f'name="{name}"' in page, Activity.objects.count()) == (200, True, 0)
    assert 'value="07:00"' in page
    assert "field-bad" not in page


def test_rows_that_are_ticked_to_go_count_for_nothing(desk, typed):
    role = {"name": "Sơ cứu", "places": "2", "DELETE": "on"}
    desk.post(NEW, typed(**nested(roles=[role])))
    assert not Activity.objects.get().shifts.get().roles.exists()


def test_a_few_more_are_taken_where_that_is_switched_on(desk, typed, commune_union, secretary):
    over = make_activity(commune_union, secretary, shifts=[(noon(-9), noon(-9) + timedelta(hours=2), 60)])
    for number in range(40):
        make_signup(over.shifts.get(), make_user(f"{number}@x.example", "Vi Văn Nam"), outcome="absent" if number < 5 else "came")
    assert "5/40" in desk.get(NEW).content.decode()
    desk.post(NEW, typed({"overbook": "on", "places": "20"}, **nested()))
    assert Activity.objects.exclude(pk=over.pk).get().shifts.get().extra == 2


def test_the_folded_part_is_written(desk, typed):
    more = {
        "foreign_partner": "KOICA",
        "insurance_note": "Đoàn xã mua",
        "offer_hours": "6",
        "training_first": Skill.objects.get(code="first_aid").pk,
    }
    desk.post(NEW, typed(**more))
    made = Activity.objects.get()
    assert (made.foreign_partner, made.insurance_note, made.offer_hours, made.training_first.code) == (
        "KOICA",
        "Đoàn xã mua",
        6,
        "first_aid",
    )


def test_a_day_of_a_series_is_changed_alone_or_with_the_following(desk, typed, draft, secretary):
    until = today() + timedelta(days=17)
    actions.repeat(draft, weekdays=[local(noon(3)).weekday()], every=1, until=until, request_id=uuid4(), by=secretary)
    shift = draft.shifts.get()
    row = {"id": str(shift.pk), "day": f"{noon(3):%Y-%m-%d}", "starts": "12:00", "ends": "16:00"}
    desk.post(f"/ban-lam-viec/hoat-dong/{draft.pk}/sua/", typed(row, **{"title": "Tên cho cả chuỗi", "pham-vi": "tu-day"}))
    assert Activity.objects.filter(title="Tên cho cả chuỗi", differs=False).count() == 3
    desk.post(f"/ban-lam-viec/hoat-dong/{draft.pk}/sua/", typed(row, title="Tên riêng một ngày"))
    assert [one.differs for one in Activity.objects.order_by("series_on")] == [True, False, False]


def test_the_pages_of_beginnings_cost_the_same_with_many(desk, former, commune_union, secretary, number_of_queries):
    def cost():
        return [
            number_of_queries(desk, f"/ban-lam-viec/hoat-dong/{page}")
            for page in ("mau/", "tao/chep/", f"{former.pk}/", f"{former.pk}/sua/")
        ]

    save_as_template(former, unit=commune_union, name="Một", by=secretary)
    one = cost()
    for name in "abc":
        save_as_template(former, unit=commune_union, name=name, by=secretary)
        make_activity(commune_union, secretary)
        former.shifts.get().roles.create(name=name, places=1)
    assert cost() == one


def test_a_template_is_changed_and_deleted_at_the_desk(former, commune_union, secretary, desk):
    template = save_as_template(former, unit=commune_union, name="Sửa bếp", by=secretary)
    here = f"/ban-lam-viec/hoat-dong/mau/{template.pk}/"
    assert "Đội mũ." in desk.get(here).content.decode()
    assert desk.post(here, {"name": "", "briefing": "Đi giày."}).status_code == 422
    assert desk.post(here, {"name": "Sửa nhà", "briefing": "Đi giày."}).status_code == 302
    template.refresh_from_db()
    assert (template.name, template.briefing) == ("Sửa nhà", "Đi giày.")
    assert desk.post(f"{here}xoa/").status_code == 302
    assert not Template.objects.exists()


def test_an_activity_is_kept_as_a_template_at_the_desk(former, commune_union, desk):
    here = f"/ban-lam-viec/hoat-dong/{former.pk}/luu-mau/"
    assert desk.post(here, {"name": "Sửa bếp", "unit": commune_union.pk}).status_code == 302
    again = desk.post(here, {"name": "Sửa bếp", "unit": commune_union.pk})
    assert (again.status_code, again["X-Refusal"]) == (409, "name_taken")
