"""What the public pages read, by page."""
