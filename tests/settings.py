"""The product's settings on a test bench: a known key, cheap passwords, connections that pytest can close."""

import os

os.environ.setdefault("SECRET_KEY", "a key for tests only")

from aoxanh.config.settings import *  # noqa: F403
from aoxanh.config.settings import DATABASES, HOME, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = HOME / "test-media"
STORAGES["papers"]["OPTIONS"] = {"location": HOME / "test-papers"}
DATABASES["default"]["OPTIONS"].pop("pool", None)
SMS_GATEWAY = {"BACKEND": "aoxanh.notices.mailbox.TextMessages"}
SECOND_FACTOR_PERMISSIONS = ()
RISKY_KINDS = ()  # Tests of risks name theirs: others submit without looking.
