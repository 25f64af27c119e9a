"""Views, one file each, found by scanning this folder.

A view is a frozen dataclass; its fields are its config keys (see
:mod:`convanim.plugins.key`). It has

``name``
    what ``view`` calls it, the name of its file;
``takes``
    what it draws, see :func:`convanim.layout.panel.takes`;
``glides`` (unless it is true)
    whether drawings have others between them, see :func:`convanim.layout.panel.glides`;
``faults(subject)``
    yields why it cannot show a :class:`~convanim.layout.subject.Subject`, of a stack a
    tuple of them;
``lay_out(subject)``
    puts it on a page: a :class:`~convanim.layout.layout.Layout`, for which
    :class:`~convanim.layout.layout.Layout` has all but the drawings.
"""
