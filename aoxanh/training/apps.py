from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "aoxanh.training"
    label = "training"
