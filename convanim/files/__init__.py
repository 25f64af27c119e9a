"""Writes files completely or not at all, and locks folders."""
