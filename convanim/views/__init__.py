"""Views, one file or folder each, found by scanning this folder.

A view is a frozen dataclass that derives from :class:`~convanim.layout.view.LayerView` or
:class:`~convanim.layout.view.StackView`; its fields are its config keys (see
:mod:`convanim.plugins.key`). ``faults`` yields the reasons why it cannot draw what it is given,
and ``lay_out`` returns the :class:`~convanim.layout.layout.Layout` otherwise. The first line of
its docstring describes it in README and in ``convanim list``.
"""
