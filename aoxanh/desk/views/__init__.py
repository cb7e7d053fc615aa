"""Pages of the desk that span several apps, a module for each noun."""
