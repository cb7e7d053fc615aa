"""How one tree of units becomes another: the port that upper floors follow, the steps, the checks, the journal for an undo."""
