from django.urls import path

from aoxanh.documents import views

app_name = "keys"
urlpatterns = [
    path("", views.keys, name="list"),
    path("them/", views.new, name="new"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/chung-thu.pem", views.chain, name="chain"),
    path("<uuid:pk>/ngung/", views.retire, name="retire"),
    path("<uuid:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("<uuid:pk>/doi/", views.change, name="change"),
]
