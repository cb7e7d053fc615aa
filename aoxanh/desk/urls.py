from django.urls import path

from aoxanh.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("cua-toi/", views.my, name="my"),
]
