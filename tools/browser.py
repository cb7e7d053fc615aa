"""The Chromium that the browser tests drive: the one that CHROMIUM names, one on the PATH, or Debian's, installed when root."""

import os
import shutil
import subprocess

from steps import Stop, call

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str:
    if found := find():
        return found
    if named := os.environ.get("CHROMIUM"):
        raise Stop(f"CHROMIUM names {named}, which is not a program.")
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quiet, capture_output=True)
        call("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", env=quiet)
        if found := find():
            return found
    raise Stop("The browser tests need Chromium: sudo apt-get install chromium – or name one: make CHROMIUM=/path/to/chromium test")
