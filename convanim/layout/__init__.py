"""What views and overlays share: feature maps, text and panels on a page."""
