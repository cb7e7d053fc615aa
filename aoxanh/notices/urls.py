from django.urls import path

from aoxanh.notices import views

app_name = "notices"
urlpatterns = [path("", views.mailbox, name="mailbox")]
