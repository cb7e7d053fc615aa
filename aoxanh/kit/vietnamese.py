"""Vietnamese order and search. The database collates by bytes; these keys carry the language.

Order: by given name (last word), then the middle words, then the family name, in the alphabet a ă â b c d đ e ê … y, tones in the
order ngang, huyền, hỏi, ngã, sắc, nặng (TCVN dictionaries compare letters first, tones after).
"""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
SHAPES = {"\u0306", "\u0302", "\u031b"}
RANK = {letter: chr(ord("A") + position) for position, letter in enumerate(ALPHABET)}


def tidy(text: str) -> str:
    """NFC, single spaces, no ends."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def search_key(text: str) -> str:
    """Lower case without tones and shapes, đ as d: "Lê Thị Hương" → "le thi huong"."""
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(mark))
    return re.sub(r"\s+", " ", bare.replace("đ", "d")).strip()


def word_key(word: str) -> tuple[str, str]:
    """A word as (letters ranked in the alphabet, tones), comparable as plain text."""
    letters, tone = "", ""
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark in TONES:
            tone += TONES[mark]
        elif mark in SHAPES and letters:
            letters = letters[:-1] + unicodedata.normalize("NFC", letters[-1] + mark)
        elif not unicodedata.combining(mark):
            letters += mark
    return "".join(RANK.get(letter, letter) for letter in letters), tone or "0"


def sort_key(name: str) -> str:
    """The key by which lists of people are ordered: given name, middle names, family name."""
    words = tidy(name).split(" ")
    family, middle, given = words[0], words[1:-1], words[-1]
    ordered = [given, *middle, family] if len(words) > 1 else [given]
    return " ".join("".join(part) for part in (word_key(word) for word in ordered))


def initials(name: str) -> str:
    """Two capitals for a round badge: first letters of the last two words."""
    return "".join(word[0] for word in tidy(name).split(" ")[-2:] if word).upper()
