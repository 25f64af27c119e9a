"""Makes the font of Chinese labels from the system's: ``python -m tests.label_font``.

``python -m tests.reference`` does so, too, where a text has a letter that it lacks.

It has the wide letters of the tables in ``convanim/languages``, which any figure in one of these
languages can need, those of the shipped configs, and those of words that titles often have. It is
named differently from the original, as its licence asks.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

from convanim.backends._mpl import fonts
from convanim.backends._mpl.faces import LABELS
from convanim.backends._mpl.truetype import converted
from convanim.config.keys.languages import LANGUAGES
from convanim.scene.typesetting import is_wide
from tests import letters as outlines
from tests.support.runs import ROOT

ORIGINAL = "Noto Sans CJK SC"
NAME = "Convanim Labels"
PUNCTUATION = "\u3001\u3002\u300a\u300b\u300c\u300d\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
TERMS = """
神经网络 特征图 感受野 激活函数 全连接层 批归一化 残差块 编码器 解码器 语义分割 目标检测 图像分类
上采样 下采样 空洞卷积 可分离卷积 逐点卷积 分组卷积 一维 二维 三维 时间序列 因果 边缘检测 模糊 锐化
前向传播 反向传播 梯度 权重共享 参数量 计算量 棋盘效应
例题 示例 比较 对比 第一章 讲 课 与 为什么 怎样 如何
"""
"""Words of the field, so that titles of lectures need no other font either."""

NAMES = {
    1: NAME,
    2: "Regular",
    3: f"{NAME} Regular",
    4: NAME,
    6: NAME.replace(" ", "") + "-Regular",
    13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    14: "https://openfontlicense.org",
}
COPYRIGHT = 0
VERTICAL = ("BASE", "GDEF", "GPOS", "GSUB", "vhea", "vmtx")


def letters():
    """Return the letters of the font, in order."""
    files = (*LANGUAGES.glob("*.yaml"), *(ROOT / "configs").rglob("*.yaml"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    found = {letter for text in texts for letter in text if is_wide(letter)}
    return "".join(sorted(found | {*PUNCTUATION, *TERMS} - {" ", "\n"}))


def made(target):
    """Write the font."""
    with tempfile.TemporaryDirectory() as folder:
        path = converted(fonts.family(ORIGINAL), letters(), Path(folder))
        with TTFont(path, recalcTimestamp=False) as font:
            notice = font["name"].getDebugName(COPYRIGHT)
            font["name"].names = []
            for number, text in {COPYRIGHT: notice, **NAMES}.items():
                font["name"].setName(text, number, 3, 1, 0x409)
            for table in VERTICAL:
                if table in font:
                    del font[table]
            font.save(target)


def held():
    """Return the letters that the font has, in order."""
    with TTFont(LABELS) as font:
        return "".join(map(chr, sorted(font.getBestCmap())))


def update():
    """Make the font and the outlines of its letters where texts have others and it can be made."""
    if held() != letters() and fonts.family(ORIGINAL):
        made(LABELS)
        outlines.main()


if __name__ == "__main__":
    made(LABELS)
    outlines.main()
