"""Backends, one file each: a backend makes one kind of film and is named after it."""
