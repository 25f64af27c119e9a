"""Operations, one file each, found by scanning this folder.

An operation is a frozen dataclass; its fields are its config keys (see :mod:`convanim.keys`). It
has

``name``, ``also`` and ``frameworks``
    what ``operation`` calls it, in convanim and in the frameworks;
``family``
    which of the guide's relationships speak of it, if any;
``axes``
    one :class:`~convanim.arithmetic.Axis` per axis, or :class:`~convanim.resized.Resized` where
    no kernel slides;
``layer()`` (may be missing)
    returns the :class:`~convanim.layer.Layer` to translate between frameworks;
``faults()``
    yields what is wrong with its keys;
``sweep()``
    what it does, step by step.
"""
