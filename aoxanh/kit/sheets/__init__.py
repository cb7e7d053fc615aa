"""Spreadsheets, in and out: reading what officers have, writing what they can open. Knows no domain."""
