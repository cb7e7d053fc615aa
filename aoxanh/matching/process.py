"""The process of a run: `python -m aoxanh.matching.process PROPOSAL`. It ends with its parent, and keeps to its memory."""

import os
import sys
from collections.abc import Sequence
from uuid import UUID

import django

OUT_OF_MEMORY = 12


def main(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aoxanh.config.settings")
    django.setup()
    from django.conf import settings  # These need the settings, or models.

    from aoxanh.matching.solver.worker import end_with_parent, limit_memory
    from aoxanh.matching.solving import solve

    end_with_parent()
    limit_memory(settings.MATCHING_MEMORY)
    try:
        solve(UUID(arguments[0]))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
