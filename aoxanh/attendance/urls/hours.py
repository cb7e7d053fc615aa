"""One's own hours."""

from django.urls import path

from aoxanh.attendance.views import own_hours

app_name = "hours"
urlpatterns = [
    path("", own_hours.mine, name="mine"),
    path("tu-khai/", own_hours.report, name="report"),
    path("luot/<uuid:signup_pk>/", own_hours.correct, name="correct"),
    path("de-nghi/<uuid:pk>/", own_hours.claim, name="claim"),
    path("de-nghi/<uuid:pk>/rut/", own_hours.withdraw, name="withdraw"),
    path("tep/<slug:ending>/", own_hours.file, name="file"),
]
