from typing import Any

from django.core.management.base import BaseCommand

from aoxanh.places.actions import load_areas


class Command(BaseCommand):
    help = "Load the provinces, districts and communes of Viet Nam, on both sides of 01/07/2025. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_areas()
        self.stdout.write(f"{loaded.areas} areas and {loaded.successions} successions added, {loaded.corrected} areas corrected.")
