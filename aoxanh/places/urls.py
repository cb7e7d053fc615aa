from django.urls import path, re_path

from aoxanh.places import views

app_name = "places"
urlpatterns = [
    path("tinh.json", views.provinces, name="provinces"),
    re_path(r"^(?P<code>\d{2})\.json$", views.communes, name="communes"),
    path("xa/", views.search, name="search"),
    path("tai/", views.here, name="here"),
]
