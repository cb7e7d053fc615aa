from django.urls import path

from aoxanh.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.needs_list, name="list"),
    path("tao/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("<uuid:pk>/dong/", views.close, name="close"),
]
