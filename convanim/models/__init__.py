"""Layers of a user's own models as config keys: the only stage that knows their classes and nodes.

``pytorch`` reads modules, ``onnx_file`` opens a model, ``onnx_constants`` works out what is
constant in it and ``onnx_nodes`` reads its nodes; ``keys`` leaves out what goes without saying,
``weights`` says which numbers are few enough to show, and ``text`` writes keys as YAML.
"""
