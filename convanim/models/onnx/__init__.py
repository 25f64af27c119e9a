"""Layers of an ONNX file as config keys."""
