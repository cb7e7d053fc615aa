"""Pages of an account: coming in, and the ways of coming in."""
