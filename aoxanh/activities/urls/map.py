"""The map at the desk."""

from django.urls import path

from aoxanh.activities.views import map as views

app_name = "desk_map"
urlpatterns = [
    path("", views.desk_map, name="map"),
    path("danh-sach/", views.desk_list, name="list"),
    path("diem.json", views.desk_points, name="points"),
]
