"""Output formats: one module each, found by scanning this folder.

A format is a frozen dataclass that derives from :class:`convanim.film.writer.Writer`, or from its
subclass for the kind of film it takes. Its fields are the options of an entry under ``outputs``.
Its ``name`` is what ``outputs`` and ``--format`` call it: the name of the module, or for a folder
of files ``x/`` for the module ``x_frames``.
"""
