from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "aoxanh.demo"
    label = "demo"
