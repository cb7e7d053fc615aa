"""Hours at the desk: statements, rules, and what waits to be verified."""

from django.urls import path

from aoxanh.attendance.views import claims, hours_rules, statements

app_name = "hours_desk"
urlpatterns = [
    path("", statements.first_unit, name="first"),
    path("don-vi/<uuid:unit_pk>/", statements.unit, name="unit"),
    path("don-vi/<uuid:unit_pk>/tep/<slug:ending>/", statements.unit_file, name="unit_file"),
    path("nguoi/<uuid:person_pk>/", statements.person, name="person"),
    path("nguoi/<uuid:person_pk>/tep/<slug:ending>/", statements.person_file, name="person_file"),
    path("xac-nhan/", claims.queue, name="claims"),
    path("xac-nhan/nhieu/", claims.approve_many, name="approve_many"),
    path("xac-nhan/<uuid:pk>/", claims.detail, name="claim"),
    path("xac-nhan/<uuid:pk>/dong-y/", claims.approve, name="approve"),
    path("xac-nhan/<uuid:pk>/tu-choi/", claims.refuse, name="refuse"),
    path("luot/<uuid:signup_pk>/", claims.correct, name="correct"),
    path("quy-tac/", hours_rules.rules, name="rules"),
    path("quy-tac/moi/", hours_rules.new, name="rule_new"),
]
