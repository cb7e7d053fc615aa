"""Days in addresses: /don-vi/ngay/2025-07-01/."""

from datetime import date


class Day:
    """A day that exists, written as in ISO 8601."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
