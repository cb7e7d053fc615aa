from django.urls import path

from aoxanh.people.views import profile

app_name = "people"
urlpatterns = [
    path("ho-so/", profile.profile, name="profile"),
    path("goc/", profile.viewer, name="viewer"),
]
