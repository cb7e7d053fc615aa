#!/usr/bin/env python
"""Django's commands in a checkout, over the same database as `aoxanh run`; the product's own are `aoxanh …`."""

import sys

from aoxanh.cli import main

if __name__ == "__main__":
    sys.exit(main(["manage", *sys.argv[1:]]))
