"""Operations, one file each, found by scanning this folder.

An operation is a frozen dataclass derived from
:class:`~convanim.layers.operation.Operation`, which documents all members; its fields are its
config keys (see :mod:`convanim.plugins.key`). It must define

``name`` and ``family``
    what ``operation`` calls it, which is the name of its file, and the guide's relationships that
    apply to it, if any;
``axes``
    one :class:`~convanim.arithmetic.axis.Axis` per axis, or a
    :class:`~convanim.arithmetic.resized.Resized` if no kernel slides along it;
``faults()``
    yields what is wrong with its keys;
``sweep()``
    returns its feature maps and steps. Each step names the
    :class:`~convanim.arithmetic.reduction.Reduction` that computes the values it writes, one of
    that module or one of its own; :mod:`convanim.api.self_check` checks the maps against it.
"""
