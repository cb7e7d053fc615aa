from django.urls import path

from aoxanh.indicators import views

app_name = "programmes"
urlpatterns = [
    path("", views.public_plans, name="list"),
    path("<slug:slug>/", views.public_plan, name="plan"),
]
