from django.urls import re_path

from aoxanh.media import views

app_name = "media"
urlpatterns = [
    re_path(
        r"^pictures/(?P<name>\d{4}/\d{2}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-\d{3,4})?)\.jpg$", views.picture, name="picture"
    ),
]
