"""The panels of a figure on its page: how they are arranged, and how they fit."""
