"""One line for each step of a command: what it does, and how long it took. Standard library only."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class Stop(SystemExit):
    """A step cannot be done; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"\n{sentence}")


def step(number: int, count: int, label: str, work: Callable[[], str | None]) -> None:
    """Do one step; `work` may return a word for what it found, such as “unchanged”."""
    print(f"[{number}/{count}] {label:<42}", end="", flush=True)
    start = time.monotonic()
    note = work()
    print(f"{time.monotonic() - start:7.1f} s  {note or ''}".rstrip(), flush=True)


def call(*command: str | Path, **options: object) -> None:
    """Run a command in the checkout; its output goes to a log, whose end is shown when it fails."""
    log = VAR / "log" / f"{'-'.join(Path(part).stem for part in command[:2])}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        result = subprocess.run(
            [str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options
        )
    if result.returncode:
        tail = log.read_text(errors="replace").splitlines()[-30:]
        print("\n\n" + "\n".join(tail), file=sys.stderr)
        raise Stop(f"This command failed: {' '.join(map(str, command))}\nAll of its output is in {log.relative_to(ROOT)}.")


def content_hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def when_stale(name: str, sources: Iterable[Path], products: Iterable[Path], work: Callable[[], None]) -> str | None:
    """Do the work unless its products are there and its sources have not changed since."""
    stamp, wanted = VAR / "stamps" / name, content_hash(sources)
    if stamp.exists() and stamp.read_text() == wanted and all(path.exists() for path in products):
        return "unchanged"
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    return None
