"""A user's own layers, from torch modules and ONNX files, as config keys."""
