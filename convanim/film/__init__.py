"""Films: frames on their way from a backend to a file, and what formats share."""
