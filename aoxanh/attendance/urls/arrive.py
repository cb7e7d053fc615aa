"""Where the codes on posters and screens lead."""

from django.urls import path

from aoxanh.attendance.views import oneself

app_name = "arrive"
urlpatterns = [
    path("man-hinh/<str:code>/", oneself.screen_code, name="screen_code"),
    path("tai-cho/<uuid:activity_pk>/", oneself.here, name="here"),
    path("<str:poster_key>/", oneself.poster, name="poster"),
]
