"""Figures in documents that other programs make: pages of Sphinx and MkDocs, and slides."""
