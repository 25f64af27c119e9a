"""The topics of a gallery, in the order in which they are best learned."""

from __future__ import annotations

TOPICS = {
    "basics": "What a convolution is: a window that slides over the input, one output at a time.",
    "guide": "The figures of “A guide to convolution arithmetic for deep learning”.",
    "compare": "Two or three settings side by side, so that one difference shows.",
    "channels": "Several input and output channels, groups and depthwise convolutions.",
    "operations": "Every other operation: pooling, upsampling, unfolding, gradients and more.",
    "transposed": "Transposed convolutions: from the output size back to the input size.",
    "scatter": "Seen from the input: each unit is added to all outputs that it reaches.",
    "receptive_field": "Which inputs an output depends on when layers are stacked.",
    "row": "One-dimensional operations, with a row of units.",
    "matrix": "Convolution as a product of a matrix and a vector.",
    "counting": "Where the output size comes from: the positions of the window, counted.",
    "shapes": "The shapes of the tensors between layers.",
    "volume": "Three-dimensional operations.",
    "themes": "The same figure in every theme: colours, fonts and line widths.",
}
"""One sentence for each topic, in the order of the pages."""

ROOT = "."
"""The topic of configs outside any subfolder."""


def order(topic: str) -> tuple[int, str]:
    """Return a sort key: known topics first in their order, then the others by name."""
    known = list(TOPICS)
    top = topic.partition("/")[0]
    return (known.index(top) if top in TOPICS else len(known), topic)


def heading(topic: str) -> str:
    """Return the heading of a topic."""
    return "figures" if topic == ROOT else topic.replace("_", " ")
