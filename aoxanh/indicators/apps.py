from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "aoxanh.indicators"
    label = "indicators"
