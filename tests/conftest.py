"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# The same cases in every run: a gate that fails by chance is no gate. Time limits would fail by
# chance, too, on a busy machine.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
