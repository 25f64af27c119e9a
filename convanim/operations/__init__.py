"""Operations, one file each, found by scanning this folder.

An operation is a frozen dataclass; its fields are its config keys (see :mod:`convanim.keys`). It
has

``name``, ``also`` and ``frameworks``
    what ``operation`` calls it, in convanim, where that is the name of its file, and in the
    frameworks;
``family``
    which of the guide's relationships speak of it, if any;
``axes``
    one :class:`~convanim.arithmetic.Axis` per axis, or :class:`~convanim.resized.Resized` where
    no kernel slides;
``layer()`` (may be missing)
    returns the :class:`~convanim.layer.Layer` to translate between frameworks;
``account()`` (may be missing)
    in its place, where no such layer exists: an :class:`~convanim.account.Account` of its own;
``off_axes`` (may be missing)
    keys whose lists have no entry for each axis;
``output_size`` (may be missing)
    size of an output map, where it is none of the sizes that the axes give;
``is_matrix`` (may be missing)
    true where it makes or takes a matrix, whose rows and columns are no axes of a map;
``faults()``
    yields what is wrong with its keys;
``sweep()``
    what it does, step by step, and by which :class:`~convanim.combination.Combination` a value
    follows from those read: :mod:`convanim.self_check` holds it to that.
"""
