from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "aoxanh.imports"
    label = "imports"
