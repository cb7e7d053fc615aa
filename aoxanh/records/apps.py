from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "aoxanh.records"
    label = "records"
