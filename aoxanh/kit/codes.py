"""Codes that people read aloud and type: no 0/O, 1/I/L, no vowels that make words."""

import secrets

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def short_code(length: int = 6) -> str:
    """A random code; 28 signs, so 8 of them carry 38 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def typed(code: str) -> str:
    """What a person typed, as the code would be stored: capitals, no spaces or dashes."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def spaced(code: str, size: int = 4) -> str:
    """The code in groups for reading: "KM4T9QXB" → "KM4T 9QXB"."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))
