from django.urls import path

from aoxanh.desk.views import acting, home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("cua-toi/", home.my, name="my"),
    path("thay-mat/", acting.choose, name="acting"),
]
