"""Invalid configs, and the message for each after the name of the file."""

from __future__ import annotations

FILLER = "x" * 400_000
TEN = "*{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}"


def _bomb() -> str:
    rows = (f"k{n}: &k{n} [{TEN.format(f'k{n - 1}')}]\n" for n in range(1, 9))
    return "k0: &k0 [1, 1]\n" + "".join(rows)


def _with(lines: str) -> str:
    return f"operation: conv\ni: 5\n{lines}\n"


def _path(path: str) -> str:
    return _with(f"k: 3\noutputs: [{{format: gif, path: {path}}}]")


def _name(name: str) -> str:
    return _with(f"k: 3\nname: {name}")


def _many(entry: str, count: int) -> str:
    return ", ".join([entry] * count)


OUTSIDE = ":4:31: outputs[0].path must stay inside the output folder"
NO_MARKUP = ":4:7: name must be 1 to 100 letters (a to z), digits, '_', '-' or '.'"

TEXTS = {
    "wrong type": (_with("k: {a: 1}"), ":3:4: k must be a whole number or a list"),
    "wrong types": (_with("k: 3\ntheme: 3\ntiming: []"), ":4:8: theme must be the name of a theme"),
    "boolean": ("i: true\nk: 3", ":1:4: i must be a whole number from 1 to 1000000, not true"),
    "boolean seed": (_with("k: 3\nvalues: {seed: true}"), ":4:16: values.seed must be a whole"),
    "boolean cell": ("k: 1\nvalues: {input: [[true]]}", ":2:19: values.input[0][0] must be a num"),
    "not a number": ("i: .nan\nk: 3", ":1:4: i must be a whole number from 1 to 1000000, not .nan"),
    "nan cell": ("k: 1\nvalues: {input: [[.nan]]}", ":2:19: values.input[0][0] must be a number"),
    "nan seconds": (_with("k: 3\ntiming: {step: .nan}"), ":4:16: timing.step must be a number"),
    "infinite": ("i: -.inf\nk: 3", ":1:4: i must be a whole number from 1 to 1000000, not -.inf"),
    "overflow": ("i: 1e400\nk: 3", ":1:4: i must be a whole number from 1 to 1000000, not .inf"),
    "huge": (f"i: {'9' * 5000}\nk: 3", ":1:4: i must be a whole number from 1 to 1000000"),
    "huge hex": (f"i: 0x{'f' * 400_000}\nk: 3", ":1:4: i must be a whole number from 1 to 1000000"),
    "negative": (_with("k: -3"), ":3:4: k must be a whole number from 1 to 1000000, not -3"),
    "unknown key": (_with("k: 3\nstrid: 2"), ":4:1: unknown key 'strid'; did you mean 'stride'?"),
    "duplicate key": (_with("k: 3\nk: 3"), ":4:1: 'k' is given twice, on lines 3 and 4; keep one"),
    "two spellings": (_with("k: 3\nkernel_size: 3"), ":4:1: 'k' and 'kernel_size' are the same"),
    "homoglyph key": (_with("k: 3\n\u0455: 2"), ":4:1: unknown key '\u0455'; choose one of"),
    "homoglyph name": ("operation: c\u043env", ":1:12: no operation 'c\u043env'; did you mean"),
    "invisible in key": (_with("k\u200b: 3"), ":3:1: unknown key 'k\ufffd'; did you mean 'k'?"),
    "turned around": (_with("\u202ek: 3"), ":3:1: unknown key '\ufffdk'; did you mean 'k'?"),
    "full width digit": ("i: \uff15\nk: 3", ":1:4: i must be a whole number from 1 to 1000000"),
    "tab": ("timing:\n\tstep: 1", ":2:1: YAML cannot be indented with tabs; use spaces"),
    "broken": (_with("k: [3\ns: 2"), ":4:2: not valid YAML: the list that opens on line"),
    "windows line ends": (_with("k: 9").replace("\n", "\r\n"), ":3:4: kernel does not fit"),
    "byte order mark": ("\ufeff" + _with("k: 9"), ":3:4: kernel does not fit"),
    "empty": ("", ":1:1: the config is empty; start with 'operation: conv'"),
    "blank": ("\n \n", ":1:1: the config is empty; start with 'operation: conv'"),
    "two documents": ("i: 1\n---\nk: 1", ":2:1: a second document starts here; keep one per file"),
    "alias bomb": (_bomb(), ":5:35: more than 20000 values"),
    "recursive alias": ("i: &a [*a]", ":1:8: alias '*a' is not defined above"),
    "python tag": (
        "operation: !!python/object/apply:os.system ['touch pwned']\ni: 5\nk: 3",
        ":1:12: YAML tags are not supported; remove '!!python/object/apply:os.system'",
    ),
    "python tag on all": ("!!python/object:x.Y {i: 5, k: 3}", ":1:1: YAML tags are not supported"),
    "deep lists": ("i: " + "[" * 100_000, ":1:53: more than 50 levels"),
    "deep mappings": ("i: " + "{a: " * 90_000, ":1:200: more than 50 levels"),
    "deep blocks": ("".join(" " * n + "a:\n" for n in range(600)), ":51:51: more than 50 levels"),
    "10 MB": ("# " + "x" * 10_000_000, ": more than 500000 bytes"),
    "many keys": ("".join(f"k{n}: 1\n" for n in range(40_000)), ":10000:"),
    "many tags": (f"i: [{_many('!a 1', 80_000)}]", ":1:119987: more than 20000 values"),
    "many cells": (f"values: {{input: [{_many('1', 90_000)}]}}", ":1:"),
    "many bad cells": (f"values: {{input: [{_many('x', 19_000)}]}}", ":1:17: values.input has"),
    "many bad frames": (_with(f"k: 3\nframes: [{_many('x', 16_000)}]"), ":4:10: frames[0] must be"),
    "many frames": (_with(f"k: 3\nframes: '{_many('0-99999', 40_000)}'"), ":4:9: frames must name"),
    "many outputs": (
        _with(f"k: 3\noutputs: [{_many('gif', 16_000)}]"),
        ":4:10: outputs must have",
    ),
    "many layers": (
        _with(f"layers: [{_many('{k: 3}', 6_000)}]"),
        ":3:9: layers must have at most",
    ),
    "long text": (f"name: {FILLER}\ni: 5\nk: 3", ":1:7: name must be 1 to 100 letters"),
    "long key": (f"? {FILLER}\n: 1", ":1:1: i is missing"),
    "name upwards": (_name("../x"), NO_MARKUP),
    "name with slash": (_name("a/b"), NO_MARKUP),
    "name with nul": (_name('"a\\0b"'), NO_MARKUP),
    "name with newline": (_name('"a\\n"'), NO_MARKUP),
    "name with escapes": (_name('"\\e]0;x\\a"'), NO_MARKUP),
    "name in HTML": (_name("<script>alert(1)</script>"), NO_MARKUP),
    "name in mathtext": (_name("$x^{$"), NO_MARKUP),
    "name in LaTeX": (_name(r"\input{/etc/passwd}"), NO_MARKUP),
    "name CON": (_name("CON"), ":4:7: name must not be 'CON', which some systems reserve"),
    "name nul.txt": (_name("nul.txt"), ":4:7: name must not be 'nul.txt', which some systems"),
    "path upwards": (_path("../x.gif"), OUTSIDE),
    "path winding": (_path("a/../../x.gif"), OUTSIDE),
    "path from root": (_path("/tmp/x.gif"), ":4:31: outputs[0].path must be relative"),
    "path from home": (_path('"~/x.gif"'), ":4:31: outputs[0].path must be relative"),
    "path on drive": (_path('"C:/x.gif"'), ":4:31: outputs[0].path must not contain"),
    "path with nul": (_path('"a\\0.gif"'), ":4:31: outputs[0].path must not contain"),
    "path with newline": (_path('"a\\n.gif"'), ":4:31: outputs[0].path must not contain"),
    "path turned around": (
        _path("\u202efig.gif"),
        ":4:31: outputs[0].path must not contain",
    ),
    "path prn": (
        _path("a/prn.x/b.gif"),
        ":4:31: outputs[0].path must not contain a name",
    ),
    "path com": (
        _path("COM\u00b9.gif"),
        ":4:31: outputs[0].path must not contain a name",
    ),
    "path conout": (
        _path("CONOUT$.gif"),
        ":4:31: outputs[0].path must not contain a name",
    ),
    "long path": (
        _path("\u00e9" * 150 + ".gif"),
        ":4:31: outputs[0].path must not have a name",
    ),
    "paths by capitals": (
        _with("k: 3\noutputs: [{format: gif, path: A.gif}, {format: gif, path: a.gif}]"),
        ":4:39: two outputs would write a.gif; give one of them another path",
    ),
    "paths by accents": (
        _with("k: 3\noutputs: [{format: gif, path: e\u0301.gif}, {format: gif, path: \u00e9.gif}]"),
        ":4:40: two outputs would write \u00e9.gif; give one of them another path",
    ),
    "file and folder": (
        _with("k: 3\noutputs: [{format: png/, path: a.gif}, {format: gif, path: a.gif}]"),
        ":4:40: two outputs would write a.gif; give one of them another path",
    ),
    "file below a file": (
        _with("k: 3\noutputs: [{format: gif, path: a.gif/b.gif}, {format: gif, path: a.gif}]"),
        ":4:45: two outputs would write a.gif; give one of them another path",
    ),
    "file among frames": (
        _with("k: 3\noutputs: [{format: png, path: a/A_00.png}, {format: png/, path: A}]"),
        ":4:44: two outputs would write A/*.png; give one of them another path",
    ),
    "path of a filmstrip": (
        _with(
            "k: 3\nfilmstrip: 2\noutputs: [{format: png, path: a_filmstrip.png}, "
            "{format: png, path: a.png}]"
        ),
        ":5:49: two outputs would write a_filmstrip.png; give one of them another path",
    ),
    "theme in LaTeX": (_with("k: 3\ntheme: \\input{x}"), ":4:8: no theme '\\input{x}'"),
    "ragged": ("k: 1\nvalues: {input: [[1, 2], [3]]}", ":2:26: values.input[1] has 1 entry but"),
    "flat and nested": ("k: 1\nvalues: {input: [1, [2]]}", ":2:21: values.input[1] must be a num"),
    "misshapen": ("i: 3\nk: 2\nvalues: {input: [[1, 2], [3, 4]]}", ":3:17: values.input is 2 x 2"),
    "empty rows": ("k: 1\nvalues: {input: [[]]}", ":2:18: values.input[0] has 0 entries"),
    "a million frames": (
        "i: 1001\nk: 2\nexcerpt: false",
        ":1:4: 1000000 steps, 1000 x 1000, are too many",
    ),
    "a million in layers": (
        f"i: 310\nlayers: [{_many('{k: 3, p: 1}', 32)}]\nexcerpt: false",
        ":2:24: 192200 steps up to this layer are too many; the limit is 100000",
    ),
    "products in layers": (
        f"i: 100\nvalues: {{seed: 1}}\nlayers: [{_many('{k: 31, p: 15, s: 2}', 1)}, "
        "{operation: upsample, scale: 2}, {k: 31, p: 15, s: 1}]\nexcerpt: false",
        ":3:65: 12022500 products up to this layer are too many to compute",
    ),
    "a gigapixel": (
        _with("k: 3\noutputs: [gif, {format: png, dpi: 65535}]"),
        ":4:16: 128517 x 140772 pixels are too many; a frame has at most 64,000,000",
    ),
    "a wide page": (
        "i: [1, 4096]\nk: 1\ns: 4096\nexcerpt: false",
        ": 121014 x 60535 pixels are too many; a frame has at most 64,000,000, and 65,535 on "
        "each side",
    ),
    "a gigapixel of panels": (
        _with("k: 3\nfilmstrip: [1, 9]\noutputs: [{format: png, dpi: 2000}]"),
        ":5:11: 32996 x 4296 pixels are too many; a frame has at most 64,000,000",
    ),
    "a trillion cells": (
        "i: [4096, 4096, 4096, 4096]\nk: 4096\nexcerpt: false",
        ":1:4: 281474976710656 cells of",
    ),
    "a trillion channels": (
        "i: 1000\nk: 1000\nin_channels: 65535\nout_channels: 65535\nexcerpt: false",
        ":4:15: 65535 + 65535 feature maps are too many to draw; the limit is 256",
    ),
    "a trillion by scale": (
        "operation: upsample\ni: 4096\nscale: 4096\nexcerpt: false",
        ":2:4: 281474976710656",
    ),
}

BYTES = {
    "utf-16": (_with("k: 9").encode("utf-16"), ":1:1: not UTF-8: byte 0xff; save the file as UT"),
    "utf-16-le": (
        _with("k: 9").encode("utf-16-le"),
        ":1:2: the character U+0000 is not",
    ),
    "latin-1": (
        _name("\u00e9t\u00e9").encode("latin-1"),
        ":4:7: not UTF-8: byte 0xe9; save the",
    ),
    "nul": (b"i: 5\0", ":1:5: the character U+0000 is not allowed in YAML; delete it"),
    "escapes": (b"i: 5 # \x1b[31m", ":1:8: the character U+001B is not allowed in YAML; delete it"),
}

CONFIGS = {name: (text.encode(), said) for name, (text, said) in TEXTS.items()} | BYTES
