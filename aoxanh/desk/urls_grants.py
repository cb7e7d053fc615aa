from django.urls import path

from aoxanh.desk.views import grants

app_name = "grants"
urlpatterns = [
    path("", grants.held, name="held"),
    path("cap/", grants.new, name="new"),
    path("vai-tro/", grants.roles, name="roles"),
    path("<uuid:pk>/thu-hoi/", grants.end, name="withdraw"),
]
