"""What a person lets others see by a secret link: off until they choose, item by item."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import withdraw_consent
from aoxanh.people.actions.consents import give_consent, restrict
from aoxanh.people.actions.guardians import allow
from aoxanh.people.actions.guardians import withdraw as withdraw_guardian
from aoxanh.recognition.holder.actions import choose, close_link, open_link
from aoxanh.recognition.holder.contents import Choices
from aoxanh.recognition.models import Certificate, Revocation, Share
from tests.cast import make_consent
from tests.recognition.conftest import Came

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


def shared(user: User, choices: Choices | None = None, **facts: Any) -> Share:
    choose(user.person, choices=choices or Choices(total=True), by=user, **{"until": None} | facts)
    return open_link(user.person, by=user)


def opened(share: Share, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("shared:record", args=[share.key]))


def refused(act: Callable[..., Any], *args: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


def test_nothing_is_shared_until_its_owner_says_so(came: Came, volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    assert not Share.objects.exists()
    client = sign_in(volunteer)
    page = client.get(reverse("record:share")).content.decode()
    assert 'type="checkbox" name="total"' in page.replace("  ", " ")
    assert "checked" not in page.split('name="total"')[1].split(">")[0]
    choose(volunteer.person, choices=Choices(total=True), until=None, by=volunteer)
    assert Share.objects.get().key is None


def test_others_see_what_was_chosen_and_no_more(came: Came, volunteer: User, done: Activity, certificate: Certificate) -> None:
    share = shared(volunteer, Choices(name_form="given", activities={done.pk}))
    page = opened(share).content.decode()
    assert "Hạnh" in page
    assert "Vi Thị Hạnh" not in page
    assert done.title in page
    assert certificate.code not in page
    everything = shared(volunteer, Choices(total=True, certificates={certificate.pk}))
    assert reverse("verify:show", args=[certificate.code]) in opened(everything).content.decode()


def test_the_preview_is_the_page_that_others_get(came: Came, volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    share = shared(volunteer, Choices(total=True, years=True))
    own = sign_in(volunteer).get(reverse("record:preview")).content.decode()
    others = opened(share).content.decode()
    body = others[others.index("<h1") : others.index("</main>")]
    assert body in own


def test_a_revoked_certificate_is_shown_no_more(volunteer: User, secretary: User, certificate: Certificate) -> None:
    share = shared(volunteer, Choices(total=True, certificates={certificate.pk}))
    Revocation.objects.create(certificate=certificate, reason="mistake", words="Nhầm", by=secretary)
    assert certificate.code not in opened(share).content.decode()


def test_somebody_elses_activity_or_certificate_is_never_taken(volunteer: User, other_volunteer: User, certificate: Certificate) -> None:
    choose(
        other_volunteer.person,
        choices=Choices(certificates={certificate.pk}, activities={certificate.activity_id}),
        until=None,
        by=other_volunteer,
    )
    share = Share.objects.get(person=other_volunteer.person)
    assert (share.activities.count(), share.certificates.count()) == (0, 0)
    assert refused(open_link, other_volunteer.person, by=other_volunteer) == "nothing_chosen"


def test_views_are_counted_for_the_owner_but_not_their_own(came: Came, volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    share = shared(volunteer)
    opened(share)
    opened(share)
    opened(share, sign_in(volunteer))
    share.refresh_from_db()
    assert share.views == 2


def test_a_link_is_listed_nowhere_and_kept_nowhere(came: Came, volunteer: User) -> None:
    came(volunteer)
    answer = opened(shared(volunteer))
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in answer.content.decode()


def test_a_renewed_a_closed_and_a_past_link_lead_nowhere(came: Came, volunteer: User) -> None:
    came(volunteer)
    first = shared(volunteer)
    second = open_link(volunteer.person, by=volunteer)
    assert [opened(first).status_code, opened(second).status_code] == [404, 200]
    assert close_link(volunteer.person, by=volunteer) is True
    assert close_link(volunteer.person, by=volunteer) is False
    assert opened(second).status_code == 404
    third = open_link(volunteer.person, by=volunteer)
    Share.objects.update(until=today() - timedelta(days=1))
    assert opened(third).status_code == 404
    assert refused(open_link, volunteer.person, by=volunteer) == "until_past"


def test_a_day_that_is_over_is_no_end(came: Came, volunteer: User) -> None:
    came(volunteer)
    assert refused(shared, volunteer, until=today() - timedelta(days=1)) == "until_past"


def test_a_name_alone_is_not_shared(came: Came, volunteer: User) -> None:
    came(volunteer)
    assert refused(shared, volunteer, Choices()) == "nothing_chosen"


def test_a_restricted_record_is_not_shared(came: Came, volunteer: User) -> None:
    came(volunteer)
    share = shared(volunteer)
    restrict(volunteer.person, by=volunteer)
    assert opened(share).status_code == 404
    assert refused(open_link, volunteer.person, by=volunteer) == "record_restricted"


def test_the_link_ends_with_the_consent_to_volunteering(came: Came, volunteer: User) -> None:
    came(volunteer)
    give_consent(volunteer.person, purpose="volunteering", channel="web", by=volunteer)
    share = shared(volunteer)
    withdraw_consent(volunteer.person, purpose="volunteering", by=volunteer)
    share.refresh_from_db()
    assert share.key is None


def test_a_child_shares_only_while_a_guardian_agrees(came: Came, pupil: User, mother: User) -> None:
    came(pupil)
    guardianship = make_consent(pupil.person, mother)
    assert refused(shared, pupil) == "guardian_needed"
    allow(guardianship, purpose="sharing", allowed=True, by=mother)
    share = shared(pupil)
    assert opened(share).status_code == 200
    allow(guardianship, purpose="sharing", allowed=False, by=mother)
    assert opened(share).status_code == 404
    allow(guardianship, purpose="sharing", allowed=True, by=mother)
    assert opened(share).status_code == 200
    withdraw_guardian(guardianship, by=mother)
    assert opened(share).status_code == 404


def test_the_guardian_decides_on_the_page_of_the_child(came: Came, pupil: User, mother: User, sign_in: SignIn) -> None:
    make_consent(pupil.person, mother)
    client, address = sign_in(mother), reverse("guardian:allowance", args=[pupil.person.pk, "sharing"])
    assert client.post(address, {"give": "1"}).status_code == 302
    assert pupil.person.consents.filter(purpose="sharing", withdrawn_at=None).count() == 1
    client.post(address)
    assert pupil.person.consents.filter(purpose="sharing", withdrawn_at=None).count() == 0
    assert client.post(reverse("guardian:allowance", args=[pupil.person.pk, "messages"])).status_code == 404
    assert client.get(reverse("guardian:child", args=[pupil.person.pk])).status_code == 200


def test_the_page_opens_renews_and_closes(came: Came, volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    client, address = sign_in(volunteer), reverse("record:share")
    assert client.post(address, {"name_form": "full", "open": "1"}).status_code == 409
    assert client.post(address, {"open": "1", "total": "on"}).status_code == 422
    assert client.post(address, {"name_form": "full", "total": "on", "open": "1"}).status_code == 302
    first = Share.objects.get().key
    client.post(reverse("record:link"), {"renew": "1"})
    assert Share.objects.get().key not in {first, None}
    client.post(reverse("record:link"), {"close": "1"})
    assert Share.objects.get().key is None
