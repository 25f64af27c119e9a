"""How plug-ins are found, and how they say which config keys they take."""
