from django.urls import path

from aoxanh.matching.views import suggestions

app_name = "suggestions"
urlpatterns = [
    path("toi/goi-y/", suggestions.mine, name="mine"),
    path("ban-lam-viec/hoat-dong/<uuid:pk>/moi-them/", suggestions.fill, name="fill"),
    path("ban-lam-viec/hoat-dong/<uuid:pk>/moi-them/<uuid:shift_pk>/", suggestions.invite, name="invite"),
]
