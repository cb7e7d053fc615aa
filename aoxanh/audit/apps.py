from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "aoxanh.audit"
    label = "audit"
