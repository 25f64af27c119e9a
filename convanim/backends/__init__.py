"""Backends: each module makes one kind of film and is named after it."""
