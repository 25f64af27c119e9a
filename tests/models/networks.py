"""Known networks as ONNX graphs, from the hyper-parameters of their papers and of torchvision.

Weights are tensors without data, of which only the shapes count, so that VGG's 138 million take no
room.
"""

from __future__ import annotations

import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed")
helper, REAL = onnx.helper, onnx.TensorProto.FLOAT


class Network:
    """Adds nodes; each method takes and returns the name of a value."""

    def __init__(self, *size):
        self.nodes, self.weights, self.size = [], [], [1, *size]
        self.channels = {"x": size[0]}

    def add(self, op, inputs, channels, **attributes):
        name = f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], name, **attributes))
        self.channels[name] = channels
        return name

    def weight(self, *dims):
        name = f"w{len(self.weights)}"
        made = onnx.TensorProto(name=name, data_type=REAL, dims=dims)
        made.data_location = onnx.TensorProto.EXTERNAL
        made.external_data.add(key="location", value="nowhere")
        self.weights.append(made)
        return name

    def conv(self, x, out, k, s=1, p=None, *, d=1, groups=1, bias=False, norm=True, relu="Relu",
             axes=2, causal=False):  # fmt: skip
        p = (k - 1) * d // 2 if p is None else p
        pads = [(k - 1) * d, 0] if causal else [p] * 2 * axes
        inputs = [x, self.weight(out, self.channels[x] // groups, *[k] * axes)]
        inputs += [self.weight(out)] * bias
        x = self.add("Conv", inputs, out, strides=[s] * axes, pads=pads, dilations=[d] * axes,
                     group=groups)  # fmt: skip
        if norm:
            x = self.add("BatchNormalization", [x, *(self.weight(out) for _ in range(4))], out)
        return self.add(relu, [x], out) if relu else x

    def up(self, x, out, k=2, s=2):
        inputs = [x, self.weight(self.channels[x], out, k, k), self.weight(out)]
        return self.add("ConvTranspose", inputs, out, strides=[s, s])

    def pool(self, x, k, s, p=0, **attributes):
        return self.add("MaxPool", [x], self.channels[x], kernel_shape=[k, k], strides=[s, s],
                        pads=[p] * 4, **attributes)  # fmt: skip

    def mean(self, x):
        return self.add("GlobalAveragePool", [x], self.channels[x])

    def dense(self, x, features, out, relu=None):
        if x.startswith(("global", "max")):
            x = self.add("Flatten", [x], features)
        x = self.add("Gemm", [x, self.weight(out, features), self.weight(out)], out, transB=1)
        return self.add(relu, [x], out) if relu else x

    def sum(self, *values):
        return self.add("Add", values, self.channels[values[0]])

    def times(self, x, y):
        return self.add("Mul", [x, y], self.channels[x])

    def beside(self, *values):
        return self.add("Concat", values, sum(self.channels[v] for v in values), axis=1)

    def model(self):
        info = helper.make_tensor_value_info
        last = self.nodes[-1].output[0]
        graph = helper.make_graph(
            self.nodes, "net", [info("x", REAL, self.size)], [info(last, REAL, None)], self.weights
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def alexnet():
    """Krizhevsky's one-column network (arXiv 1404.5997), as torchvision has it."""
    net = Network(3, 224, 224)
    x = "x"
    for out, k, s, p, pools in (
        *((64, 11, 4, 2, True), (192, 5, 1, 2, True), (384, 3, 1, 1, False)),
        *((256, 3, 1, 1, False), (256, 3, 1, 1, True)),
    ):
        x = net.conv(x, out, k, s, p, bias=True, norm=False)
        x = net.pool(x, 3, 2) if pools else x
    x = net.dense(x, 256 * 6 * 6, 4096, "Relu")
    net.dense(net.dense(x, 4096, 4096, "Relu"), 4096, 1000)
    return net


def vgg(*counts):
    """Simonyan and Zisserman (arXiv 1409.1556)."""
    net, x = Network(3, 224, 224), "x"
    for out, count in zip((64, 128, 256, 512, 512), counts, strict=True):
        for _ in range(count):
            x = net.conv(x, out, 3, bias=True, norm=False)
        x = net.pool(x, 2, 2)
    x = net.dense(x, 512 * 49, 4096, "Relu")
    net.dense(net.dense(x, 4096, 4096, "Relu"), 4096, 1000)
    return net


def resnet(counts, *, bottleneck):
    """He et al. (arXiv 1512.03385), with the stride on the 3 x 3 convolution as in torchvision."""
    net = Network(3, 224, 224)
    x = net.pool(net.conv("x", 64, 7, 2), 3, 2, 1)
    for stage, count in enumerate(counts):
        width = 64 * 2**stage
        out = 4 * width if bottleneck else width
        for n in range(count):
            s = 2 if stage and n == 0 else 1
            y = net.conv(x, width, 1) if bottleneck else x
            y = net.conv(y, width, 3, s)
            y = net.conv(y, out, 1 if bottleneck else 3, relu=None)
            changes = s > 1 or net.channels[x] != out
            x = net.conv(x, out, 1, s, relu=None) if changes else x
            x = net.add("Relu", [net.sum(y, x)], out)
    net.dense(net.mean(x), out, 1000)
    return net


def squeezenet():
    """Iandola et al. (arXiv 1602.07360), version 1.0."""
    net = Network(3, 224, 224)
    x = net.conv("x", 96, 7, 2, 0, bias=True, norm=False)
    fires = [(16, 64), (16, 64), (32, 128), 0, (32, 128), (48, 192), (48, 192), (64, 256), 0,
             (64, 256)]  # fmt: skip
    x = net.pool(x, 3, 2, ceil_mode=1)
    for fire in fires:
        if not fire:
            x = net.pool(x, 3, 2, ceil_mode=1)
            continue
        squeezed = net.conv(x, fire[0], 1, bias=True, norm=False)
        sides = [net.conv(squeezed, fire[1], k, bias=True, norm=False) for k in (1, 3)]
        x = net.beside(*sides)
    net.mean(net.conv(x, 1000, 1, bias=True, norm=False))
    return net


def _inverted(net, x, k, s, inner, out, relu, squeezed=0):
    """An inverted residual of MobileNet, with squeeze and excitation where asked for."""
    y = net.conv(x, inner, 1, relu=relu) if inner != net.channels[x] else x
    y = net.conv(y, inner, k, s, groups=inner, relu=relu)
    if squeezed:
        z = net.conv(net.mean(y), squeezed, 1, bias=True, norm=False)
        y = net.times(y, net.conv(z, inner, 1, bias=True, norm=False, relu="HardSigmoid"))
    y = net.conv(y, out, 1, relu=None)
    return net.sum(y, x) if s == 1 and out == net.channels[x] else y


def mobilenet_v2():
    """Sandler et al. (arXiv 1801.04381), table 2; ReLU6 is a Clip."""
    net = Network(3, 224, 224)
    x = net.conv("x", 32, 3, 2, relu="Clip")
    for t, c, n, s in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                       (6, 160, 3, 2), (6, 320, 1, 1)):  # fmt: skip
        for at in range(n):
            x = _inverted(net, x, 3, s if at == 0 else 1, t * net.channels[x], c, "Clip")
    net.dense(net.mean(net.conv(x, 1280, 1, relu="Clip")), 1280, 1000)
    return net


def mobilenet_v3_large():
    """Howard et al. (arXiv 1905.02244), table 1; squeezed as torchvision does, by 8."""
    net = Network(3, 224, 224)
    x = net.conv("x", 16, 3, 2, relu="HardSwish")
    table = [
        *((3, 16, 16, 0, "Relu", 1), (3, 64, 24, 0, "Relu", 2), (3, 72, 24, 0, "Relu", 1)),
        *((5, 72, 40, 24, "Relu", 2), (5, 120, 40, 32, "Relu", 1), (5, 120, 40, 32, "Relu", 1)),
        *((3, 240, 80, 0, "HardSwish", 2), (3, 200, 80, 0, "HardSwish", 1)),
        *((3, 184, 80, 0, "HardSwish", 1), (3, 184, 80, 0, "HardSwish", 1)),
        *((3, 480, 112, 120, "HardSwish", 1), (3, 672, 112, 168, "HardSwish", 1)),
        *((5, 672, 160, 168, "HardSwish", 2), (5, 960, 160, 240, "HardSwish", 1)),
        (5, 960, 160, 240, "HardSwish", 1),
    ]
    for k, inner, out, squeezed, relu, s in table:
        x = _inverted(net, x, k, s, inner, out, relu, squeezed)
    x = net.mean(net.conv(x, 960, 1, relu="HardSwish"))
    net.dense(net.dense(x, 960, 1280, "HardSwish"), 1280, 1000)
    return net


def unet():
    """Ronneberger et al. (arXiv 1505.04597), figure 1, padded so that no map is cropped."""
    net, x, kept = Network(1, 256, 256), "x", []
    for out in (64, 128, 256, 512, 1024):
        x = net.pool(x, 2, 2) if out > 64 else x
        for _ in range(2):
            x = net.conv(x, out, 3, bias=True, norm=False)
        kept.append(x)
    for out, other in zip((512, 256, 128, 64), kept[-2::-1], strict=True):
        x = net.beside(other, net.up(x, out))
        for _ in range(2):
            x = net.conv(x, out, 3, bias=True, norm=False)
    net.conv(x, 2, 1, bias=True, norm=False, relu=None)
    return net


def wavenet():
    """Van den Oord et al. (arXiv 1609.03499): dilations 1 to 512, gated, with skips; one second."""
    net = Network(1, 16000)
    x = net.conv("x", 32, 2, bias=True, norm=False, relu=None, axes=1, causal=True)
    skips = []
    plain = {"bias": True, "norm": False, "axes": 1}
    for n in range(10):
        d = 2**n
        gate = [net.conv(x, 32, 2, d=d, relu=r, causal=True, **plain) for r in ("Tanh", "Sigmoid")]
        both = net.times(*gate)
        skips.append(net.conv(both, 64, 1, relu=None, **plain))
        x = net.sum(net.conv(both, 32, 1, relu=None, **plain), x)
    y = skips[0]
    for skip in skips[1:]:
        y = net.sum(y, skip)
    net.conv(net.conv(y, 128, 1, **plain), 256, 1, relu=None, **plain)
    return net
