from django.urls import path

from aoxanh.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.desk_plans, name="plans"),
    path("<slug:slug>/", views.desk_plan, name="programme"),
    path("<slug:slug>/nhac/", views.remind, name="remind"),
]
