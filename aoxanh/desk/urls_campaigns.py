from django.urls import path

from aoxanh.desk.views import campaigns

app_name = "results"
urlpatterns = [
    path("<uuid:pk>/ket-qua/", campaigns.results, name="campaign"),
    path("<uuid:pk>/ket-qua/nguoi/", campaigns.people, name="people"),
    path("<uuid:pk>/ket-qua/excel/", campaigns.sheet, name="sheet"),
]
