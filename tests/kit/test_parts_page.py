import pytest
from django.test import Client
from django.urls import include, path

from aoxanh.config.urls import urlpatterns as every_url

urlpatterns = (
    every_url
    if any(getattr(found, "namespace", "") == "kit" for found in every_url)
    else [*every_url, path("kit/", include("aoxanh.kit.urls"))]
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.test_parts_page")]


@pytest.mark.parametrize("address", ["/kit/", "/kit/ban-lam-viec/", "/kit/the/"])
def test_every_shell_renders(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
