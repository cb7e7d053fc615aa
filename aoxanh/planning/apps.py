from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "aoxanh.planning"
    label = "planning"
