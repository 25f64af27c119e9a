"""Views, one file each, found by scanning this folder.

A view is a frozen dataclass; its fields are its config keys (see :mod:`convanim.keys`). It has

``name``
    what ``view`` calls it;
``faults(sweep)``
    yields why it cannot show a sweep;
``lay_out(sweep)``
    puts the sweep on a page: a :class:`~convanim.scene.Resting` layout.
"""
