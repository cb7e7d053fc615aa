"""Scans that come late and in numbers: read, found, judged by the rules of the door, written in a few statements."""
