"""Chinese government and state-media news pages, as a crawl left them, into records a database can trust.

A page arrives damaged: every character that simplification had changed carries its reading, bytes are lost, a footer follows.

    >>> import newsextract
    >>> page = '''
    ... 甘肅水務(wù)網(wǎng)訊(通訊員馬小川)截至2023年底,全省建成高標(biāo)準(zhǔn)農(nóng)田灌區(qū)146處,灌溉面積達(dá)1.2萬(wàn)畝。
    ... 省水利廳對(duì)此通報(bào)表?yè)P(yáng)。
    ... 版權(quán)所有 甘肅水務(wù)網(wǎng) 未經(jīng)同意不得復(fù)制或鏡像
    ... '''
    >>> article = newsextract.extract(page)

What leaves is clean, and remembers what it was:

    >>> article.paragraphs[-1]
    '省水利厅对此通报表扬。'
    >>> article.before().splitlines()[-1]
    '省水利廳對(duì)此通報(bào)表?yè)P(yáng)。'
    >>> [(r.reason, r.text) for r in article.removed]
    [('footer.copyright', '版权所有 甘肃水务网 未经同意不得复制或镜像')]

From it, every number with what it measures, when and where; every date; every organisation with its full name:

    >>> for fact in article.facts:
    ...     print(fact.indicator, fact.value, fact.unit, fact.period.last, fact.region.name)
    高标准农田灌区 146 处 2023-12-31 甘肃省
    灌溉面积 12000 亩 2023-12-31 甘肃省
    >>> [(o.quote, o.name) for o in article.organisations if o.quote == "省水利厅"]
    [('省水利厅', '甘肃省水利厅')]
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsextract import find
    from newsextract.batch import extract_many
    from newsextract.decode import Decoded, decode
    from newsextract.errors import MissingExtra, NewsExtractError, SinkError, TableError, UnreadableInput
    from newsextract.pipeline import extract
    from newsextract.records import (
        Article,
        DateMention,
        Decoding,
        Evidence,
        Failure,
        Numeral,
        NumericFact,
        Organisation,
        Period,
        Published,
        Region,
        Removed,
        Role,
        Why,
    )
    from newsextract.repair import Repaired, repair
    from newsextract.text import Edit, Loss, Span, Text

__version__ = "0.1.0"
__all__ = [
    "Article",
    "DateMention",
    "Decoded",
    "Decoding",
    "Edit",
    "Evidence",
    "Failure",
    "Loss",
    "MissingExtra",
    "NewsExtractError",
    "Numeral",
    "NumericFact",
    "Organisation",
    "Period",
    "Published",
    "Region",
    "Removed",
    "Repaired",
    "Role",
    "SinkError",
    "Span",
    "TableError",
    "Text",
    "UnreadableInput",
    "Why",
    "__version__",
    "decode",
    "extract",
    "extract_many",
    "find",
    "repair",
]


# Where each public name lives. All come on first use: `import newsextract` costs next to nothing, and `newsextract --help` asks for none of them.
_ROOMS = {
    "batch": ("extract_many",),
    "decode": ("Decoded", "decode"),
    "errors": ("MissingExtra", "NewsExtractError", "SinkError", "TableError", "UnreadableInput"),
    "pipeline": ("extract",),
    "records": (
        "Article", "DateMention", "Decoding", "Evidence", "Failure", "Numeral", "NumericFact", "Organisation", "Period", "Published",
        "Region", "Removed", "Role", "Why",
    ),
    "repair": ("Repaired", "repair"),
    "text": ("Edit", "Loss", "Span", "Text"),
}  # fmt: skip
_HOME = {name: room for room, names in _ROOMS.items() for name in names}


class _Package(ModuleType):
    """The package itself. Two of its functions are named like the module they live in, and importing a submodule would put the module in their place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name == "find":
            return import_module("newsextract.find")
        if name not in _HOME:
            raise AttributeError(f"module 'newsextract' has no attribute {name!r}")
        value = getattr(import_module(f"newsextract.{_HOME[name]}"), name)
        super().__setattr__(name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *__all__})


sys.modules[__name__].__class__ = _Package
