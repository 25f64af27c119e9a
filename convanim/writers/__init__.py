"""Output formats, one file each, found by scanning this folder.

A writer is a frozen dataclass; its fields are the options of an entry under ``outputs``. It has

``name``
    what ``outputs`` and ``--format`` call it, the name of its file; a slash at the end means a
    folder of files, and is ``_frames`` in the file's name;
``suffix``
    the ending of its files;
``takes``
    the film it wants: ``"raster"``, ``"pages"`` or ``"text"``;
``libraries``
    if there are any: the names on PyPI of those that make its bytes, beside those that draw;
``still``
    whether it can show a filmstrip;
``write(film, path, tick)``
    writes the film to ``path`` (for a folder: files named after the folder in it), calls
    ``tick()`` for every frame, and returns the paths written;
``pixels(path)``
    where there are any: reads a file back, yielding frames of shape (height, width, 3).
"""
