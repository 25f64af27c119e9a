"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

from tests.support.browser import chromium
from tests.support.coded import every_error_has_a_code, messages

__all__ = ["chromium", "every_error_has_a_code", "messages"]

# Every run has the same cases, so that no test fails by chance. Time limits would fail by chance on
# a busy machine.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
