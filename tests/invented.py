"""Invented government news, sentence by sentence: frames of our own, filled with words of jieba's dictionary, numbers and invented names.

Two sets of frames and two halves of the vocabulary: on `TUNED` the repair was tuned, `HELD` was written beside it and only measured.
"""

from __future__ import annotations

import functools
import random
from pathlib import Path

import jieba

TUNED = [
    "{month}月{day}日，{place}{office}召开{noun}{noun}工作推进会，{title}{person}出席并讲话。",
    "今年以来，{place}坚持以{noun}为抓手，{verb}{noun}{noun}，{verb}{noun}，取得了明显成效。",
    "截至{month}月底，全{level}累计{verb}{noun}{count}个，完成投资{amount}亿元，占年度计划的{percent}%。",
    "据{place}{office}介绍，{year}年前{month}个月，{noun}产量达到{amount}万吨，同比增长{percent}%；{noun}实现产值{amount}亿元。",
    "“{noun}{noun}”项目总投资{amount}亿元，占地{count}亩，建成后可带动{count}名群众就业。",
    "记者从{office}获悉，《{place}{noun}{noun}管理办法》将于{year}年{month}月{day}日起施行。",
    "{person}说：“过去这里{verb}{noun}，现在{verb}{noun}，大家的{noun}越来越好！”",
    "会议要求，各级各部门要{verb}{noun}，{verb}{noun}，{verb}{noun}，确保{noun}{verb}到位。",
    "在{place}{noun}基地，工人们正在{verb}{noun}，{noun}里一派繁忙景象。",
    "该{level}先后出台{count}项{noun}措施，{verb}{noun}{count}家次，减免{noun}{amount}万元。",
    "（通讯员 {person} {person}）日前，{place}组织开展{noun}专项检查，发现问题{count}个，已整改{count}个。",
    "{idiom}，{idiom}，{place}的{noun}正在发生{adj}的变化。",
    "下一步，{office}将继续{verb}{noun}，着力{verb}{noun}，不断{verb}{noun}水平。",
    "数据显示：{year}年{place}{noun}指数为{percent}%，比上月上升0.{day}个百分点，其中{noun}{percent}%。",
    "{place}{noun}有限公司董事长{person}告诉记者，企业拥有{noun}专利{count}项，产品远销{place}、{place}等地。",
    "活动中，志愿者向居民发放{noun}资料{count}余份，解答{noun}咨询{count}人次。",
    "{noun}是什么？怎样{verb}{noun}？围绕这些问题，专家{person}作了{adj}的讲解。",
    "{place}引进{noun}（{latin}）和{latin}{noun}，{verb}{latin}等{noun}，{noun}{latin}，{count}{latin}。",
    "{place}境内现有{noun}{count}处，建成{noun}{amount}公里，{noun}覆盖率达100%。",
]
HELD = [
    "“没想到{noun}也能{verb}！”在{place}政务服务大厅，市民{person}拿到{noun}后高兴地说。",
    "走进{place}{noun}示范区，一排排{noun}整齐排列，{noun}与{noun}交相辉映。",
    "{office}{title}{person}表示，{place}将在{year}年底前全面{verb}{noun}，力争{noun}覆盖率超过{percent}%。",
    "统计显示，{place}{noun}总量由{year}年的{amount}万件增加到{amount}万件，年均增长{percent}%，{noun}占比提高到{percent}%。",
    "为{verb}{noun}，当地财政安排专项资金{amount}万元，用于{noun}、{noun}和{noun}建设。",
    "此次比赛设{noun}、{noun}两个组别，来自{place}、{place}的{count}名选手参加，{person}获得一等奖。",
    "从“{noun}”到“{noun}”，从{verb}到{verb}，{place}走出了一条{adj}的{noun}之路。",
    "{month}日上午{day}时许，{place}境内发生一起{noun}事故，救援力量迅速赶到现场；目前，伤者已送医救治。",
    "通知明确，{noun}补贴标准为每亩{count}元，对{verb}{noun}的主体给予最高{amount}万元奖励。",
    "{person}在调研时强调，要牢固树立{noun}意识，{verb}{noun}关键环节，推动{noun}与{noun}深度融合。",
    "近年来，{place}依托{noun}资源优势，引进{noun}企业{count}家，发展{noun}{amount}万亩，户均增收{count}元。",
    "{place}{noun}厅、{noun}局联合印发通知，部署{year}年度{noun}申报工作，申报时间截止到{month}月{day}日。",
    "如何{verb}{noun}？{place}的做法是：一手抓{noun}，一手抓{noun}；既{verb}，又{verb}。",
    "昨日，{place}首条{noun}专线正式开通，全程约{count}公里，票价{day}元，单程{count}分钟。",
    "村支书{person}介绍道：“我们村{count}户人家，家家都{verb}{noun}，去年人均收入突破{amount}万元。”",
    "{noun}{latin}由{place}{noun}研制，{verb}“{latin}{noun}”，{noun}（{latin}）达到{latin}标准；{noun}{latin}{count}套。",
    "医院{noun}科主任{person}提醒，{noun}患者应{verb}{noun}，避免{verb}，必要时及时就医。",
]
OFFICES = [
    "市场监管局",
    "发展改革委",
    "农业农村局",
    "人力资源和社会保障局",
    "交通运输厅",
    "生态环境局",
    "教育厅",
    "卫生健康委",
    "应急管理局",
    "统计局",
    "税务局",
    "气象台",
    "公安局",
]
TITLES = ["局长", "副局长", "党组书记、主任", "副市长", "县委书记", "处长", "总工程师", "负责人"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国梅文辉鑫宇浩然子轩雨涵欣怡梓晨佳琪思源志远晓东海燕学锋永生春雷振兴爱民庆云"

LATIN = [
    "AI",
    "GDP",
    "PM2.5",
    "ISO9001",
    "5G",
    "VR",
    "App",
    "LED",
    "OTC",
    "km",
    "A",
    "B2C",
    "e",
    "Wi-Fi",
    "kW",
    "x",
    "Z",
    "mRNA",
    "CO2",
    "@",
]


@functools.cache
def vocabulary(held: bool) -> dict[str, list[str]]:
    """Words by part of speech: every other word of the dictionary, one half for tuning, the other held back."""
    found: dict[str, list[tuple[int, str]]] = {"n": [], "v": [], "a": [], "i": [], "ns": []}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf8").splitlines():
        word, count, tag = line.split()
        if tag == "vn":
            tag = "v"
        if tag in found and 2 <= len(word) <= 4 and int(count) >= (3 if tag == "i" else 40) and _simplified(word):
            found[tag].append((-int(count), word))
    return {tag: [word for _, word in sorted(words)][int(held) :: 2] for tag, words in found.items()}


def _simplified(word: str) -> bool:
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def sentence(chance: random.Random, held: bool = False) -> str:
    words = vocabulary(held)
    frame = chance.choice(HELD if held else TUNED)
    filled = {
        "month": lambda: str(chance.randint(1, 12)),
        "day": lambda: str(chance.randint(1, 28)),
        "year": lambda: str(chance.randint(2015, 2026)),
        "count": lambda: str(chance.randint(2, 9999)),
        "amount": lambda: f"{chance.uniform(1, 3000):.{chance.randint(0, 2)}f}",
        "percent": lambda: f"{chance.uniform(0.1, 99):.1f}",
        "place": lambda: chance.choice(words["ns"]),
        "office": lambda: chance.choice(OFFICES),
        "title": lambda: chance.choice(TITLES),
        "level": lambda: chance.choice("省市县区"),
        "latin": lambda: chance.choice(LATIN),
        "person": lambda: chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2))),
        "noun": lambda: chance.choice(words["n"]),
        "verb": lambda: chance.choice(words["v"]),
        "adj": lambda: chance.choice(words["a"]),
        "idiom": lambda: chance.choice(words["i"]),
    }
    parts = frame.split("{")
    out = [parts[0]]
    for part in parts[1:]:
        slot, rest = part.split("}", 1)
        out += [filled[slot](), rest]
    return "".join(out)


def page(chance: random.Random, lines: int = 25, held: bool = False) -> str:
    """A page of one or two sentences a line."""
    return "\n".join("".join(sentence(chance, held) for _ in range(chance.randint(1, 2))) for _ in range(lines))
