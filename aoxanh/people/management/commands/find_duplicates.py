from typing import Any

from django.core.management.base import BaseCommand

from aoxanh.people.spelling import count_words
from aoxanh.people.sweep import sweep


class Command(BaseCommand):
    help = "Look for people who are entered twice, as every night. Safe to repeat: what was decided stays decided."

    def handle(self, *args: Any, **options: Any) -> None:
        words, swept = count_words(), sweep()
        self.stdout.write(
            f"{words} words of names. {swept.compared} pairs compared, {swept.noted} noted or changed, {swept.closed} closed."
        )
