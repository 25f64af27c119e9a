"""A drawing without colours, and what it is drawn in."""
