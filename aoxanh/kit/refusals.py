"""The one domain error."""


class Refused(Exception):
    """A rule said no. `code` is for machines, `message` is a sentence for the person that says what to do."""

    def __init__(self, code: str, message: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
