"""Poppler's `pdfsig`, with which tests have signatures read by somebody else: one on the PATH, or Debian's, installed when root."""

import os
import shutil
import subprocess

from steps import Stop, call


def ensure() -> str:
    if found := shutil.which("pdfsig"):
        return found
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=quiet, capture_output=True)
        call("apt-get", "install", "-y", "-q", "--no-install-recommends", "poppler-utils", env=quiet)
        if found := shutil.which("pdfsig"):
            return found
    raise Stop("The tests of signatures need pdfsig: sudo apt-get install poppler-utils")
