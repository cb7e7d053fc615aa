from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "aoxanh.notices"
    label = "notices"
