from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "aoxanh.planning"
    label = "planning"

    def ready(self) -> None:
        from aoxanh.planning import reorganisation  # Models are ready only now.

        reorganisation.register()
