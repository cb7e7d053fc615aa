from django.urls import path

from aoxanh.kit import views

app_name = "kit"
urlpatterns = [
    path("", views.parts, name="parts"),
    path("ban-lam-viec/", views.desk, name="desk"),
    path("the/", views.volunteer, name="volunteer"),
]
