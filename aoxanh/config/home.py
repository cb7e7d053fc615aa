"""Where this installation keeps its data, and its key."""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


class MissingSetting(SystemExit):
    """A start that must not go on; the sentence says what to set."""


def folder() -> Path:
    """The data folder: AOXANH_HOME, else `var/` in a checkout, else `~/.local/share/aoxanh`."""
    if named := os.environ.get("AOXANH_HOME"):
        return Path(named).resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "aoxanh"


def secret_key() -> str:
    """SECRET_KEY, or a key kept in the home for the embedded database and for the demo; a server with its own database must name one."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if os.environ.get("DATABASE_URL") and not os.environ.get("AOXANH_DEMO"):
        raise MissingSetting("SECRET_KEY is not set. A server with its own database needs one: SECRET_KEY=$(openssl rand -base64 48)")
    kept = folder() / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip()
