from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "aoxanh.access"
    label = "access"
