"""A pass given anew: the old code is refused, also by phones without a signal."""

import pytest
from django.urls import reverse

from aoxanh.activities.actions.passes import reissue_pass
from aoxanh.activities.models import ReplacedPass
from aoxanh.activities.passes import pass_text, read_pass
from aoxanh.kit.refusals import Refused


def test_a_new_pass_replaces_the_old_one(signup, volunteer):
    old = signup.code
    fresh = reissue_pass(signup, code=old, why="Mất điện thoại", by=volunteer)
    assert fresh.code != old
    assert read_pass(pass_text(fresh)) == fresh.code
    kept = ReplacedPass.objects.get()
    assert (kept.signup, kept.code, kept.why, kept.by) == (signup, old, "Mất điện thoại", volunteer)


def test_a_form_sent_twice_replaces_once(signup, volunteer):
    old = signup.code
    first = reissue_pass(signup, code=old, by=volunteer)
    assert reissue_pass(signup, code=old, by=volunteer).code == first.code
    assert ReplacedPass.objects.count() == 1


def test_a_place_given_back_has_no_pass_to_replace(signup, volunteer):
    signup.status = "cancelled"
    signup.save()
    with pytest.raises(Refused) as caught:
        reissue_pass(signup, code=signup.code, by=volunteer)
    assert caught.value.code == "not_confirmed"


def test_nobody_makes_passes_without_end(signup, volunteer):
    for _time in range(5):
        signup = reissue_pass(signup, code=signup.code, by=volunteer)
    with pytest.raises(Refused) as caught:
        reissue_pass(signup, code=signup.code, by=volunteer)
    assert caught.value.code == "too_often"


def test_the_holder_asks_on_the_page_of_the_pass(sign_in, signup, volunteer):
    client, old = sign_in(volunteer), signup.code
    answer = client.post(reverse("signup:reissue", args=[signup.pk]), {"ma": old})
    assert (answer.status_code, answer["Location"]) == (302, reverse("signup:pass", args=[signup.pk]))
    signup.refresh_from_db()
    assert signup.code != old


def test_the_organiser_gives_a_new_one_and_prints_all(sign_in, signup, secretary):
    client, old, activity = sign_in(secretary), signup.code, signup.shift.activity
    client.post(reverse("activities:reissue", args=[activity.pk, signup.pk]), {"ma": old})
    signup.refresh_from_db()
    assert signup.code != old
    answer = client.get(reverse("activities:passes", args=[activity.pk, signup.shift_id]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
