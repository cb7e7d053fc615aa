"""Screens that nobody signs in on, and groups that their leader checks in."""

from django.urls import path

from aoxanh.attendance.views import groups, kiosk

app_name = "screen"
urlpatterns = [
    path("man-hinh/<str:screen_key>/", kiosk.screen, name="screen"),
    path("nhom/<uuid:shift_pk>/", groups.group, name="group"),
]
