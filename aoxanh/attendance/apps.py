from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "aoxanh.attendance"
    label = "attendance"
