from django.urls import path

from aoxanh.needs.views import chased, inbox, life, needs, rules, writing

app_name = "needs"
urlpatterns = [
    path("", needs.needs_list, name="list"),
    path("tao/", writing.new, name="new"),
    path("tao/dong/", writing.material_row, name="material_row"),
    path("hoi-lai/", chased.asked, name="asked"),
    path("cach-hoi/", rules.rule, name="rule"),
    path("cach-hoi/bo/", rules.take_back, name="take_back_rule"),
    path("tin-bao/", inbox.reports, name="reports"),
    path("tin-bao/<uuid:pk>/", inbox.report, name="report"),
    path("tin-bao/<uuid:pk>/tu-choi/", inbox.decline, name="decline_report"),
    path("tin-bao/<uuid:pk>/gop/", inbox.merge, name="merge_report"),
    path("hien-vat/<uuid:pk>/da-nhan/", life.receive, name="receive"),
    path("hien-vat/<uuid:pk>/khong-den/", life.withdraw, name="withdraw"),
    path("<uuid:pk>/", needs.detail, name="detail"),
    path("<uuid:pk>/hoi-lai/", chased.ask, name="ask"),
    path("<uuid:pk>/xac-nhan/", life.confirm, name="confirm"),
    path("<uuid:pk>/dong/", life.close, name="close"),
    path("<uuid:pk>/mo-lai/", life.reopen, name="reopen"),
    path("<uuid:pk>/hien-vat/<uuid:material_pk>/", life.pledge, name="pledge"),
]
