from django.urls import path

from aoxanh.desk.views import home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("cua-toi/", home.my, name="my"),
]
