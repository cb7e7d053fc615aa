from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "aoxanh.activities"
    label = "activities"
