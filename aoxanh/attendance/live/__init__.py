"""Arrivals as they happen: a process of its own sends them to the pages that show them."""
