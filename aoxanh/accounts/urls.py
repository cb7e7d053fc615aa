from django.urls import path

from aoxanh.accounts import views

app_name = "accounts"
urlpatterns = [
    path("vao/", views.enter, name="enter"),
    path("ma/", views.code, name="code"),
    path("ma/moi/", views.new_code, name="new_code"),
    path("ra/", views.leave, name="leave"),
]
