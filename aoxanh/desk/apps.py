from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "aoxanh.desk"
    label = "desk"
