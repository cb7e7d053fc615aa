"""What officers type about units, posts and terms."""
