"""How many numbers modules of torch have learned, each counted once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Parameters:
    """Counts the parameters of modules, and those that several share with the first of them.

    Attributes
    ----------
    counted : dict
        The parameters so far by their identity.
    """

    counted: dict[int, Any] = field(default_factory=dict)

    def take(self, modules: Iterable[Any], *, is_deep: bool = True) -> int:
        """Return how many numbers modules have that were not counted before.

        Parameters
        ----------
        modules : iterable of torch.nn.Module
            Parameters whose size torch does not know before the first pass count as none.
        is_deep : bool
            Whether the modules within them are counted, too.
        """
        given = [each for module in modules for each in module.parameters(recurse=is_deep)]
        new = {id(each): each for each in given if id(each) not in self.counted}
        self.counted.update(new)
        return sum(each.numel() for each in new.values() if _has_size(each))


def _has_size(parameter: Any) -> bool:
    from torch.nn.parameter import is_lazy

    return not is_lazy(parameter)
