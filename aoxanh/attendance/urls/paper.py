"""The paper list of a shift."""

from django.urls import path

from aoxanh.attendance.views import paper

app_name = "paper"
urlpatterns = [
    path("<uuid:shift_pk>/so-giay/", paper.grid, name="grid"),
    path("<uuid:shift_pk>/so-giay/mau.xlsx", paper.sheet, name="sheet"),
    path("<uuid:shift_pk>/so-giay/tep/", paper.bring, name="bring"),
]
