"""Modules of torch as config keys."""
