"""Activities at the desk."""
