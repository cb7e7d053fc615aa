"""Declared work that was declared by mistake."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.records.actions import declare_work, withdraw_work
from aoxanh.records.models import DeclaredWork
from aoxanh.records.queries import declared_works

SignIn = Callable[[User], Client]


@pytest.fixture
def work(commune_union: Unit, secretary: User) -> DeclaredWork:
    on = today() - timedelta(days=3)
    return declare_work(commune_union, title="Dọn nguồn nước", ended_on=on, people=9, request_id=uuid4(), by=secretary)


def test_a_withdrawn_declaration_stays_and_no_longer_counts(work: DeclaredWork, commune_union: Unit, secretary: User) -> None:
    first, second = withdraw_work(work, by=secretary), withdraw_work(work, by=secretary)
    assert first.withdrawn_at == second.withdrawn_at
    assert list(declared_works([commune_union.pk])) == []
    assert DeclaredWork.objects.get().withdrawn_by == secretary
    assert Line.objects.filter(subject_id=work.pk, verb="records.withdrew_declared").count() == 1


def test_its_unit_withdraws_it_by_a_button(sign_in: SignIn, work: DeclaredWork, secretary: User) -> None:
    browser = sign_in(secretary)
    assert f"/da-khai/{work.pk}/rut/" in browser.get("/ban-lam-viec/ghi-nhan/da-khai/").content.decode()
    browser.post(f"/ban-lam-viec/ghi-nhan/da-khai/{work.pk}/rut/")
    assert "Dọn nguồn nước" not in browser.get("/ban-lam-viec/ghi-nhan/da-khai/").content.decode().split("toasts")[0]
    work.refresh_from_db()
    assert work.withdrawn_at is not None


def test_another_unit_does_not(sign_in: SignIn, work: DeclaredWork, outsider: User, coordinator: User) -> None:
    for user in (outsider, coordinator):
        assert sign_in(user).post(f"/ban-lam-viec/ghi-nhan/da-khai/{work.pk}/rut/").status_code == 404
