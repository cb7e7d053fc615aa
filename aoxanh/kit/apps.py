from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "aoxanh.kit"
    label = "kit"
