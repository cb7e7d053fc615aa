"""Catalogues of the interface: one per app, English msgids, Vietnamese in `aoxanh/<app>/locale/vi/LC_MESSAGES/django.po`.

    tools/messages.py update [APP …]   bring the catalogue up to what the code says; new texts come empty
    tools/messages.py compile          write the `.mo` files that are older than their `.po`
    tools/messages.py check            fail on a missing, fuzzy, obsolete, disagreeing or ill-formed text

Words that many apps use live in kit's catalogue: a text that kit translates is left out of every other app, and stays in kit as long as any
app says it. A text of a package that we translate ourselves (allauth has no Vietnamese) carries the comment `# borrowed from PACKAGE`.
"""

import re
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "aoxanh"
TEMPLATES = {".html", ".txt", ".svg", ".xml", ".typ"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Vietnamese of Áo Xanh, {app}.
msgid ""
msgstr ""
"Project-Id-Version: aoxanh\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
UNWANTED = {"!": "an exclamation mark", "vui lòng": "“vui lòng”"}

type Key = tuple[str | None, str]


def apps() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def po_path(app: str) -> Path:
    return PACKAGE / app / "locale/vi/LC_MESSAGES/django.po"


def key_of(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def messages_of(catalog: Catalog) -> dict[Key, Message]:
    return {key_of(message): message for message in catalog if message.id}


def sources(app: str) -> Iterator[tuple[Path, bytes]]:
    """Every file of an app that may hold texts, as the Python that Babel reads."""
    for path in sorted((PACKAGE / app).rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, path.read_bytes()
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            with warnings.catch_warnings(action="ignore"):
                code = templatize(path.read_text(), origin=str(path))
            yield path, "\n".join(line.strip() for line in code.splitlines()).encode()


def extracted(app: str) -> Catalog:
    catalog = Catalog(locale="vi")
    for path, code in sources(app):
        location = str(path.relative_to(PACKAGE / app))
        for _, texts, comments, context in extract("python", BytesIO(code), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}):
            catalog.add(texts, locations=[(location, 0)], auto_comments=comments, context=context)
    return catalog


def stored(app: str) -> Catalog:
    path = po_path(app)
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def is_borrowed(message: Message) -> bool:
    return any(comment.startswith("borrowed from") for comment in message.user_comments)


def expected(app: str, used: dict[str, dict[Key, Message]], shared: dict[Key, Message]) -> dict[Key, Message]:
    """What the app's catalogue must hold: its own texts without kit's, and for kit also the shared words that any app uses."""
    if app != "kit":
        return {key: message for key, message in used[app].items() if key not in shared}
    said = {key: message for texts in used.values() for key, message in texts.items() if key in shared}
    return said | used["kit"]


def update(names: list[str]) -> int:
    used = {app: messages_of(extracted(app)) for app in apps()}
    shared = messages_of(stored("kit"))
    for app in names or apps():
        old = messages_of(stored(app))
        new = Catalog(locale="vi")
        borrowed = {key: message for key, message in old.items() if is_borrowed(message)}
        for key, message in (borrowed | expected(app, used, shared)).items():
            before = old.get(key, message)
            string = before.string if isinstance(before.id, str) == isinstance(message.id, str) else message.string
            locations = message.locations if key in used[app] else []
            new.add(
                message.id,
                string,
                locations,
                auto_comments=message.auto_comments,
                user_comments=before.user_comments,
                context=message.context,
            )
        write(app, new)
        empty = sum(not any(strings(message)) for message in messages_of(new).values())
        if len(new):
            print(f"{app}: {len(new)} texts, {empty} to translate")
    return 0


def write(app: str, catalog: Catalog) -> None:
    path = po_path(app)
    if not len(catalog):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, catalog, width=0, sort_output=True, omit_header=True, include_lineno=False)
    content = HEADER.format(app=app).encode() + body.getvalue().strip() + b"\n"
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string or "",) if isinstance(message.id, str) else tuple(message.string or ("",))


def compile_stale() -> int:
    for app in apps():
        source, target = po_path(app), po_path(app).with_suffix(".mo")
        if not source.exists():
            target.unlink(missing_ok=True)
        elif not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compiled = BytesIO()
            write_mo(compiled, stored(app))
            target.write_bytes(compiled.getvalue())
    return 0


def placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation, whatever the code says."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings(message)):
        yield "missing"
        return
    for text in strings(message):
        if placeholders(text) != placeholders(ids[-1]):
            yield f"placeholders differ in “{text}”"
        if ids[0].startswith("\n") != text.startswith("\n") or ids[0].endswith("\n") != text.endswith("\n"):
            yield "line breaks at the ends differ"
        yield from (f"{name} in “{text}”" for mark, name in UNWANTED.items() if mark in text.lower())


def problems() -> Iterator[str]:
    used = {app: messages_of(extracted(app)) for app in apps()}
    held = {app: messages_of(stored(app)) for app in apps()}
    said: dict[Key, tuple[str, tuple[str, ...]]] = {}
    for app, texts in held.items():
        wanted = expected(app, used, held.get("kit", {}))
        yield from (f"{app}: missing: {key[1]!r}" for key in wanted.keys() - texts.keys())
        yield from (f"{app}: obsolete: {key[1]!r}" for key in texts.keys() - wanted.keys() if not is_borrowed(texts[key]))
        for key, message in texts.items():
            yield from (f"{app}: {fault}: {key[1]!r}" for fault in faults(message))
            first, translation = said.setdefault(key, (app, strings(message)))
            if translation != strings(message):
                yield f"{app}: disagrees with {first}: {key[1]!r}"


def check() -> int:
    found = sorted(problems())
    print("\n".join(found) or "Catalogues are complete.")
    return int(bool(found))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update", *names] if set(names) <= set(apps()):
            return update(names)
        case ["compile"]:
            return compile_stale()
        case ["check"]:
            return check()
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
