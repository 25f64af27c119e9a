"""The registry that finds plug-ins, and the declarations of their config keys."""
