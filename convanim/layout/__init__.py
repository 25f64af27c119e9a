"""Feature maps, texts and panels on a page."""
