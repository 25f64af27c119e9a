"""Layouts around a layout: some of its drawings, or all of them changed in one way."""
