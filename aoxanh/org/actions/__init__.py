"""Writing units: posts, reorganisations."""
