"""The theory: axes, padding, channels, the guide's relationships. No figure and no page."""
