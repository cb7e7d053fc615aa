from django.urls import path

from aoxanh.people.views import requests

app_name = "data_requests"
urlpatterns = [
    path("", requests.requests_list, name="list"),
    path("moi/<uuid:pk>/", requests.note, name="note"),
    path("<uuid:pk>/", requests.detail, name="detail"),
    path("<uuid:pk>/tra-loi/", requests.answer, name="answer"),
    path("<uuid:pk>/thuc-hien/", requests.carry_out, name="carry_out"),
    path("<uuid:pk>/tu-choi/", requests.refuse, name="refuse"),
    path("<uuid:pk>/ban-sao/", requests.copy, name="copy"),
]
