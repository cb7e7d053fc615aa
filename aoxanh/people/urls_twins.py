from django.urls import path

from aoxanh.people.views import twins

app_name = "twins"
urlpatterns = [
    path("", twins.pairs, name="list"),
    path("da-gop/", twins.merged, name="merged"),
    path("da-gop/<uuid:pk>/hoan-tac/", twins.undo, name="undo"),
    path("<uuid:pk>/", twins.pair, name="pair"),
    path("<uuid:pk>/hai-nguoi/", twins.apart, name="apart"),
]
