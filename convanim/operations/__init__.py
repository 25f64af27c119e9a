"""Operations, one file each, found by scanning this folder.

An operation is a frozen dataclass; its fields are its config keys (see
:mod:`convanim.plugins.key`). It has

``name``, ``also`` and ``frameworks``
    what ``operation`` calls it, in convanim, where that is the name of its file, and in the
    frameworks;
``family``
    which of the guide's relationships speak of it, if any;
``axes``
    one :class:`~convanim.arithmetic.axis.Axis` per axis, or a
    :class:`~convanim.arithmetic.resized.Resized` where no kernel slides;
``layer()`` (may be missing)
    returns the :class:`~convanim.arithmetic.layer.Layer` to translate between frameworks;
``account()`` (may be missing)
    in its place, where no such layer exists: an
    :class:`~convanim.explain.summary.Account` of its own;
``off_axes`` (may be missing)
    keys whose lists have no entry for each axis;
``output_size`` (may be missing)
    size of an output map, where it is none of the sizes that the axes give;
``is_matrix`` (may be missing)
    true where it makes or takes a matrix, whose rows and columns are no axes of a map;
``faults()``
    yields what is wrong with its keys;
``sweep()``
    what it does, step by step, and by which
    :class:`~convanim.arithmetic.reduction.Reduction` a value follows from those read:
    :mod:`convanim.api.self_check` holds it to that.
"""
