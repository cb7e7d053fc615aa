from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "aoxanh.needs"
    label = "needs"
