"""Overlays, one file each, found by scanning this folder: what ``show`` adds to any view.

An overlay is a frozen dataclass. It has

``name``
    what ``show`` calls it, the name of its file;
``faults(subject, layout)``
    yields why it has nothing to show;
``marks(subject, layout)``
    returns layers over the drawing, the same in every frame;
``moving(subject, layout)``
    returns a function that gives the layers over the drawing of each step, or None;
``note(subject, layout)``
    returns the lines below the drawing, a :class:`~convanim.layout.overlay.Note`, or None.
"""
