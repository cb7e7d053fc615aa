"""What lists of people mean: volunteers of a unit, and officers."""
