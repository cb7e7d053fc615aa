from django.urls import path

from aoxanh.activities.views import minors

app_name = "minors"
urlpatterns = [
    path("", minors.minors, name="list"),
    path("<uuid:pk>/", minors.minor, name="minor"),
    path("<uuid:pk>/moi/", minors.invite, name="invitation"),
    path("<uuid:pk>/giay/", minors.paper, name="paper"),
    path("loi-moi/<uuid:pk>/gui-lai/", minors.resend, name="resend"),
    path("loi-moi/<uuid:pk>/rut/", minors.withdraw, name="withdrawal"),
]
