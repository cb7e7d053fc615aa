"""Texts typed before Unicode: TCVN3 (the .VnTime fonts) and VNI, which a computer without the font shows as "NguyÔn V¨n Nam"."""

import re
import unicodedata
from collections.abc import Iterable

TCVN3 = "tcvn3"
VNI = "vni"
FONTS = {TCVN3: "TCVN3 (.VnTime)", VNI: "VNI"}

TCVN3_LETTERS = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}
VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_ROOF = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
VNI_BOWL = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def vni_pairs() -> dict[str, str]:
    """Each letter as VNI writes it (one sign, or a letter and a mark of its own case) and what it means."""
    pairs = dict(VNI_ALONE)
    for letter in "aeouyôö":
        pairs |= {letter + mark: nfc(VNI_ALONE.get(letter, letter) + tone) for mark, tone in VNI_TONES.items()}
    for letter in "aeo":
        pairs |= {letter + mark: nfc(letter + "\u0302" + tone) for mark, tone in VNI_ROOF.items()}
    pairs |= {"a" + mark: nfc("a\u0306" + tone) for mark, tone in VNI_BOWL.items()}
    mixed = {form[0].upper() + form[1]: meant.upper() for form, meant in pairs.items() if len(form) > 1}
    return pairs | mixed | {form.upper(): meant.upper() for form, meant in pairs.items()}


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


VNI_LETTERS = vni_pairs()
VNI_FORMS = re.compile("|".join(sorted(map(re.escape, VNI_LETTERS), key=len, reverse=True)))
TO_TCVN3 = {meant: form for form, meant in TCVN3_LETTERS.items()}
TO_VNI = {meant: form for form, meant in VNI_LETTERS.items()}
TCVN3_TABLE = str.maketrans(TCVN3_LETTERS)
WORD = re.compile(r"[^\W\d_]+")
TONES = "\u0300\u0301\u0303\u0309\u0323"
SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    "(?:uyê|uya|uyu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|iê|yê|ươ|uô|uâ|uê|uy|uơ|oa|oă|oe|ia|ya|ưa|ua|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui"
    "|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    "(?:ch|nh|ng|c|m|n|p|t)?"
)


def to_unicode(text: str, encoding: str) -> str:
    """The text as Unicode; one that holds letters which no old font has is Unicode already and stays."""
    if not encoding or text.isascii() or not is_latin1(text):
        return text
    return text.translate(TCVN3_TABLE) if encoding == TCVN3 else VNI_FORMS.sub(lambda form: VNI_LETTERS[form[0]], text)


def from_unicode(text: str, encoding: str) -> str:
    """The other way, for letters that the encoding has: TCVN3 has no capitals with tones, its capital fonts draw the small ones."""
    letters = TO_TCVN3 if encoding == TCVN3 else TO_VNI
    return "".join(letters.get(letter, letters.get(letter.lower(), letter)) for letter in nfc(text))


def is_latin1(text: str) -> bool:
    return max(text, default="") <= "\u00ff"


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: its letters in an order that occurs, at most one tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    toneless = "".join(mark for mark in marks if mark not in TONES)
    return len(marks) - len(toneless) <= 1 and bool(SYLLABLE.fullmatch(nfc(toneless)))


def likeness(texts: Iterable[str]) -> tuple[int, int]:
    """(Vietnamese syllables, words) among the words with letters beyond ASCII."""
    words = [word for text in texts for word in WORD.findall(nfc(text)) if not word.isascii()]
    return sum(map(is_syllable, words)), len(words)


def detect(texts: Iterable[str]) -> str:
    """How the texts were typed: TCVN3, VNI, or "" for Unicode and for texts that do not tell."""
    telling = [text for text in texts if not text.isascii()]
    plain, _ = likeness(telling)
    found, most = "", plain
    for encoding in (TCVN3, VNI):
        alike, words = likeness(converted for text in telling if (converted := to_unicode(text, encoding)) != text)
        if alike > most and alike * 2 >= words:
            found, most = encoding, alike
    return found
