"""What `make bench` measures: one file for each benchmark, with a `run()` that yields its figures."""
