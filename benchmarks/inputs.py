"""What the benchmarks read: pages and texts made of our own fixtures, each another one.

An article is built of sentences: three in ten are of fixtures/corpus, every number of two digits or more drawn anew, the others of tests/invented.py, which
tell without counting; that makes some 25 numbers in 1,500 characters. A page is such an article in one of five frames, with as many links, scripts and
styles around it as make real pages large. The same seed gives
the same pages on every machine; no two pages of a run are the same.
"""

from __future__ import annotations

import functools
import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
sys.path.insert(0, str(ROOT / "tests"))

import corpus  # noqa: E402
import invented  # noqa: E402
import pollution  # noqa: E402

_NUMBER = re.compile(r"(?<![\d.〔])\d{2,}(?![\d]*(?:年|月|日|时|分|号|〕|-))")


@functools.cache
def sentences(*finders: str) -> tuple[str, ...]:
    """The sentences of the corpus of these finders, without their records."""
    found = (line.text for finder in finders for line in corpus.corpus() if line.path.stem.startswith(finder))
    return tuple(dict.fromkeys(text for text in found if 15 <= len(text) <= 120 and text.endswith("。") and "\n" not in text))


def renumbered(text: str, draw: random.Random) -> str:
    """The text with other numbers, as long as those that stood there."""
    return _NUMBER.sub(lambda found: str(draw.randrange(10 ** (len(found[0]) - 1), 10 ** len(found[0]))), text)


def paragraphs(characters: int, seed: int) -> list[str]:
    """An article of about so many characters: news with numbers, dates and organisations, a paragraph of two to four sentences."""
    draw = random.Random(f"article {seed}")
    counting = sentences("fact", "when_news", "organisation_provinces", "organisation_families", "quantity_news")
    out: list[str] = ["本报讯（记者 沈知远）6月7日，甘肃省人民政府新闻办公室举行新闻发布会，介绍今年前5个月全省经济运行情况。"]
    length = len(out[0])
    while length < characters:
        drawn = [renumbered(draw.choice(counting), draw) if draw.random() < 0.3 else _telling(draw) for _ in range(draw.randint(2, 4))]
        out.append("".join(drawn))
        length += len(out[-1])
    return out


def _telling(draw: random.Random) -> str:
    """A sentence that tells and does not count."""
    while True:
        sentence = invented.sentence(draw)
        if not re.search(r"\d", sentence):
            return sentence


def text(characters: int, seed: int) -> str:
    """The same as plain text."""
    return "\n".join(paragraphs(characters, seed))


def _links(draw: random.Random, count: int) -> str:
    words = ("首页", "要闻", "政务", "时政", "民生", "财经", "教育", "法治", "文旅", "三农", "生态", "视频", "图片", "专题", "评论", "县市", "政策解读", "网上办事", "互动交流")
    return "".join(
        f'<li><a href="/c/{draw.randrange(10**6)}/{draw.randrange(10**8)}.shtml" target="_blank">{draw.choice(words)}{"｜" + draw.choice(words) if draw.random() < 0.3 else ""}</a></li>\n'
        for _ in range(count)
    )


def _code(draw: random.Random, size: int) -> str:
    out = []
    while sum(map(len, out)) < size:
        out.append(f"function f{draw.randrange(10**6)}(a,b){{if(a>{draw.randrange(99)}&&b<a){{document.getElementById('x{draw.randrange(999)}').style.display='none';}}return a+b;}}\n")
    return "".join(out)


FRAMES = (
    '<div class="header"><ul class="nav">{nav}</ul></div><div class="crumb">当前位置：<a href="/">首页</a> &gt; 要闻</div><h1>{title}</h1>'
    '<div class="info"><span>发布时间：{time}</span><span>来源：{source}</span></div><div class="TRS_Editor">{body}</div>'
    '<div class="share">分享到：</div><div class="related"><h3>相关阅读</h3><ul>{related}</ul></div>',
    '<table width="980"><tr><td><ul>{nav}</ul></td></tr></table><table width="980"><tr><td align="center"><font size="5"><b>{title}</b></font></td></tr>'
    '<tr><td align="center">{time}　来源：{source}　【字号 大 中 小】</td></tr><tr><td class="content">{body}</td></tr></table><table><tr><td><ul>{related}</ul></td></tr></table>',
    '<nav><ul>{nav}</ul></nav><main><article><h1 class="t">{title}</h1><p class="meta"><time>{time}</time> <em>{source}</em></p><section class="rich">{body}</section></article>'
    '<aside><ul>{related}</ul></aside></main>',
    '<div id="top"><ul>{nav}</ul></div><div class="wrap"><div class="left"><h2>{title}</h2><p class="sub">{source}　{time}</p><div id="zoom">{body}</div></div>'
    '<div class="right"><ul>{related}</ul></div></div>',
    '<div class="menu"><ul>{nav}</ul></div><div class="main"><div class="bt">{title}</div><div class="xx">来源：{source} 时间：{time} 浏览次数：<span>385</span></div>'
    '<div class="zw">{lines}</div></div><ul class="tj">{related}</ul>',
)


def page(seed: int, characters: int = 1500, size: int = 100_000) -> bytes:
    """A page of about `size` bytes around an article of about `characters` characters."""
    draw = random.Random(f"page {seed}")
    body = paragraphs(characters, seed)
    title = renumbered(f"{draw.choice(('甘肃', '陇原', '全省', '酒泉', '张掖'))}前5个月经济运行{draw.choice(('平稳', '向好', '稳中有进', '开局良好'))} 新建项目{draw.randrange(10, 999)}个", draw)
    time = f"2024-06-{draw.randrange(7, 29):02d} {draw.randrange(8, 20):02d}:{draw.randrange(60):02d}"
    fill = {
        "title": title,
        "time": time,
        "source": draw.choice(("甘肃日报", "陇原水讯网", "省统计局", "新甘肃客户端")),
        "nav": _links(draw, 60),
        "related": _links(draw, 120),
        "body": "".join(f"<p>　　{one}</p>\n" for one in body),
        "lines": "<br><br>\n".join(f"　　{one}" for one in body),
    }
    inner = draw.choice(FRAMES).format(**fill)
    foot = '<div class="footer">主办单位：甘肃省人民政府办公厅　网站标识码：6200000001　陇ICP备05000001号<br>版权所有 未经许可不得转载</div>'
    room = max(0, size - len(inner.encode()) - 2000)
    head = f'<meta charset="utf-8"><title>{title}_陇原水讯网</title><style>{".a{color:#333;margin:0 auto}" * (room // 4 // 30)}</style><script>{_code(draw, room // 3)}</script>'
    tail = f"<script>{_code(draw, room - room // 3 - room // 4)}</script>"
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>{inner}{foot}{tail}</body></html>".encode()


def damaged(characters: int, seed: int) -> str:
    """A text as the polluters' tool chain leaves it."""
    draw = random.Random(f"damage {seed}")
    return pollution.pollute(text(characters, seed), pollution.some(draw))
