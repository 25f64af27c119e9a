"""Figures in a browser while their configs are edited.

``knobs`` finds the numbers that a config gives as sizes, and ``state`` is what a page shows of a
config with others in their place. ``desk`` has the configs of folders and ``server`` answers a page
about them; ``text`` draws a single text, in the browser itself.
"""
