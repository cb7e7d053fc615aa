"""Writing proposals: making, solving, changing by hand, sending."""
