from django.urls import path

from aoxanh.people import views

app_name = "people"
urlpatterns = [
    path("ho-so/", views.profile, name="profile"),
    path("goc/", views.viewer, name="viewer"),
]
