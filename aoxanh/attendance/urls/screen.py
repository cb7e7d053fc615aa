"""Screens at the door, live figures, and groups that their leader checks in."""

from django.urls import path

from aoxanh.attendance.views import groups, kiosk, live

app_name = "screen"
urlpatterns = [
    path("man-hinh/<str:screen_key>/", kiosk.screen, name="screen"),
    path("so-lieu/<uuid:activity_pk>/", live.figures, name="figures"),
    path("<uuid:shift_pk>/man-hinh-lon/", live.big_screen, name="big"),
    path("nhom/<uuid:shift_pk>/", groups.group, name="group"),
]
