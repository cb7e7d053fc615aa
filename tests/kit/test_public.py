import gzip

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.translation import get_language

from aoxanh.kit import public
from aoxanh.kit.pages import public_page
from aoxanh.kit.public import PublicPage, Shelf, shelf
from aoxanh.kit.versions import bump_public_version

RENDERED: list[str] = []


@public_page
def shown(request: HttpRequest) -> HttpResponse:
    RENDERED.append(request.get_full_path())
    request.session["seen"] = True
    return HttpResponse(f"{request.user} {get_language()} {request.GET.get('xa', '')} chỗ trống " * 100)


@public_page
def missing(request: HttpRequest) -> HttpResponse:
    RENDERED.append(request.path)
    return HttpResponse("không có", status=404)


urlpatterns = [path("trang/", shown), path("mat/", missing)]

MIDDLEWARE = [
    "aoxanh.kit.public.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.test_public")]


@pytest.fixture(autouse=True)
def fresh(settings: object) -> None:
    settings.MIDDLEWARE = MIDDLEWARE
    RENDERED.clear()
    shelf.clear()


def test_a_page_is_rendered_once_per_version(client: Client, django_capture_on_commit_callbacks: object) -> None:
    assert client.get("/trang/").content == client.get("/trang/").content
    assert RENDERED == ["/trang/"]
    with django_capture_on_commit_callbacks(execute=True):
        bump_public_version()
    client.get("/trang/")
    assert RENDERED == ["/trang/", "/trang/"]


def test_each_query_is_a_page_of_its_own(client: Client) -> None:
    assert client.get("/trang/?xa=1").content != client.get("/trang/?xa=2").content


def test_a_public_page_sees_nobody_signed_in(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("hanh@example.vn"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/trang/").content.startswith(b"AnonymousUser")


def test_caches_may_keep_it_and_learn_nothing_of_the_visitor(client: Client) -> None:
    for answer in (client.get("/trang/"), client.get("/trang/")):
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=15"
        assert answer["Content-Language"] == "vi"
        assert not answer.cookies


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    etag = client.get("/trang/")["ETag"]
    answer = client.get("/trang/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


def test_it_is_sent_compressed_where_it_may_be(client: Client) -> None:
    plain = client.get("/trang/")
    packed = client.get("/trang/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


def test_only_a_success_is_kept(client: Client) -> None:
    assert [client.get("/mat/").status_code for _ in range(2)] == [404, 404]
    assert RENDERED == ["/mat/", "/mat/"]


def test_a_kept_page_costs_one_query(client: Client, django_assert_num_queries: object) -> None:
    client.get("/trang/")
    with django_assert_num_queries(1):
        client.get("/trang/")


def test_words_about_time_move_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/trang/")
    monkeypatch.setattr(public, "STALE_AFTER", 0)
    client.get("/trang/")
    assert len(RENDERED) == 2


def test_a_full_shelf_throws_out_what_was_asked_for_longest_ago() -> None:
    one = PublicPage.of(HttpResponse("x" * 1000), version=1)
    small = Shelf(capacity=one.size * 2)
    for key in ("a", "b", "c"):
        small.put(key, one)
    assert (list(small.pages), small.held) == (["b", "c"], one.size * 2)
