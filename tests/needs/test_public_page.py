"""What the public page of a need shows, and to whom its contact."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from aoxanh.activities.models import Activity
from aoxanh.kit.dates import during, today
from aoxanh.needs.models import Contact, Need
from aoxanh.needs.policies import sees_contact
from aoxanh.needs.queries import contact_of
from aoxanh.org.models import Post
from aoxanh.people.models import Appointment
from tests.cast import make_activity, make_signup

Shown = Contact.Shown
NUMBER = "0912 044 318"


@pytest.fixture
def contact(need):
    return Contact.objects.create(need=need, name="Hoàng Thị Lan Anh", phone="+84912044318")


def page_of(client, need):
    return client.get(reverse("portal:need", args=[need.slug])).content.decode()


def part_of(client, need, **headers):
    return client.get(reverse("portal:need_contact", args=[need.slug]), headers=headers).content.decode()


@pytest.mark.parametrize(
    ("shown_to", "visitor", "signed_in", "placed"),
    [
        (Shown.NOBODY, False, False, False),
        (Shown.PLACED, False, False, True),
        (Shown.SIGNED_IN, False, True, True),
        (Shown.EVERYONE, True, True, True),
    ],
)
def test_who_sees_the_contact(contact, volunteer, shown_to, visitor, signed_in, placed):
    contact.shown_to = shown_to
    seen = (
        sees_contact(AnonymousUser(), contact, has_place=False),
        sees_contact(volunteer, contact, has_place=False),
        sees_contact(volunteer, contact, has_place=True),
    )
    assert seen == (visitor, signed_in, placed)


@pytest.mark.parametrize("shown_to", [Shown.NOBODY, Shown.PLACED, Shown.SIGNED_IN])
def test_the_public_page_holds_no_number_that_is_not_for_everyone(client, sign_in, need, contact, volunteer, shown_to):
    Contact.objects.update(shown_to=shown_to)
    for browser in (client, sign_in(volunteer)):
        assert NUMBER not in page_of(browser, need)
        assert "Lan Anh" not in page_of(browser, need)


def test_a_contact_for_everyone_stands_on_the_page(client, need, contact):
    Contact.objects.update(shown_to=Shown.EVERYONE)
    assert NUMBER in page_of(client, need)


def test_the_part_tells_the_contact_to_who_has_a_place(client, sign_in, need, contact, commune_union, secretary, volunteer):
    activity = make_activity(commune_union, secretary, need=need)
    make_signup(activity.shifts.get(), volunteer)
    assert NUMBER not in part_of(client, need)
    assert NUMBER in part_of(sign_in(volunteer), need, hx_request="true")
    assert NUMBER not in part_of(sign_in(secretary), need)


@pytest.mark.parametrize("status", [Activity.Status.CANCELLED, Activity.Status.WITHDRAWN])
def test_a_place_in_what_was_called_off_opens_no_contact(sign_in, need, contact, commune_union, secretary, volunteer, status):
    activity = make_activity(commune_union, secretary, need=need)
    make_signup(activity.shifts.get(), volunteer)
    Activity.objects.filter(pk=activity.pk).update(status=status)
    assert NUMBER not in part_of(sign_in(volunteer), need)


def test_a_place_given_back_closes_the_contact_again(sign_in, need, contact, commune_union, secretary, volunteer):
    signup = make_signup(make_activity(commune_union, secretary, need=need).shifts.get(), volunteer)
    signup.status = "cancelled"
    signup.save()
    assert NUMBER not in part_of(sign_in(volunteer), need)


def test_a_place_elsewhere_opens_nothing(sign_in, need, contact, signup, volunteer):
    assert NUMBER not in part_of(sign_in(volunteer), need)


def test_the_part_is_never_kept(sign_in, need, contact, volunteer):
    answer = sign_in(volunteer).get(reverse("portal:need_contact", args=[need.slug]))
    assert "no-store" in answer["Cache-Control"]


def test_what_is_over_has_no_contact(client, need, contact):
    Contact.objects.update(shown_to=Shown.EVERYONE)
    Need.objects.update(status=Need.Status.LAPSED)
    assert NUMBER not in page_of(client, need)
    assert client.get(reverse("portal:need_contact", args=[need.slug])).status_code == 404


def test_a_post_means_whoever_holds_it_today(need, commune_union, volunteer):
    post = Post.objects.create(unit=commune_union, title="Bí thư", during=during(today()))
    contact = Contact.objects.create(need=need, post=post)
    assert contact_of(need, on=today()).name == ""
    Appointment.objects.create(person=volunteer.person, post=post, during=during(today()))
    assert (contact_of(need, on=today()).name, contact_of(need, on=today()).title) == (volunteer.person.full_name, "Bí thư")
    assert contact.shown_to == Shown.PLACED


def test_the_page_says_what_things_are_missing(client, provisions):
    page = page_of(client, provisions)
    assert "42 chăn" in page
    assert "còn thiếu 300 kg gạo" in page
    assert "Cần hiện vật, không cần người" in page


def test_the_page_lists_public_activities_only(client, need, commune_union, secretary):
    make_activity(commune_union, secretary, need=need, title="Sửa bếp đợt một")
    make_activity(commune_union, secretary, need=need, title="Sửa bếp đợt hai", status=Activity.Status.SUBMITTED)
    page = page_of(client, need)
    assert "Sửa bếp đợt một" in page
    assert "Sửa bếp đợt hai" not in page


def test_a_lapsed_need_says_so(client, need):
    Need.objects.update(status=Need.Status.LAPSED)
    assert "Hết hạn" in page_of(client, need)
