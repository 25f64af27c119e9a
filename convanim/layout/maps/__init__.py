"""Feature maps on the page: cells, their texts, their tints, and tables of them."""
