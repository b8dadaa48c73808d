"""Regions: names, codes, ambiguity, the home of an article."""

import importlib.util
from pathlib import Path

import pytest

from newsextract import tables
from newsextract.find import place


@pytest.mark.parametrize(
    ("asked", "code"),
    [("湖北", "420000"), ("浙江省衢州市常山县", "330822"), ("衢州常山", "330822"), ("吉林", "220000"), ("吉林市", "220200"), ("恩施州", "422800"),
     ("朝阳市", "211300"), ("北京市朝阳区", "110105"), ("全国", "100000"), ("420000", "420000"), ("4201", "420100"), ("崇文区", "110103"), ("临平区", "330113")],
)  # fmt: skip
def test_a_name_or_code_resolves(asked, code):
    region, warning = place.resolve(asked)
    assert region is not None and region["code"] == code and warning == ""


@pytest.mark.parametrize("asked", ["鼓楼区", "火星", "", "999999"])
def test_what_is_unknown_or_ambiguous_is_a_warning(asked):
    region, warning = place.resolve(asked)
    assert region is None and asked in warning


def test_every_division_resolves_to_itself():
    atlas = place.gazetteer()
    for code in atlas.by_code:
        assert place.resolve(atlas.name(code))[0]["code"] == atlas.by_code[code].code, atlas.name(code)


@pytest.mark.parametrize(
    ("text", "given", "code"),
    [
        ("7月2日，省市场监管局在长沙召开会议，全省机构达900家，株洲市代表发言，湖南的做法受到肯定。", {}, "430000"),
        ("本报讯 我县小麦开镰，全县投入收割机300台，淮滨县气象局发布预报。", {}, "411527"),
        ("记者从省统计局获悉，前三季度全省经济回升。", {"source": "大众日报"}, "370000"),
        ("春节期间，市民出行便捷。", {}, None),
        ("本报荆门讯 昨日，市文旅局公布数据，全市接待游客80万人次，钟祥市居首。", {}, "420800"),
        ("我区新增充电桩800个，区交通局说年底再建500个。", {"title": "普陀区加快建设充电桩", "source": "上海普陀"}, "310107"),
        ("新华社沈阳5月8日电 记者从辽宁省文物局获悉，全省考古项目达12项。", {"source": "新华社"}, "210000"),
        ("新华社北京6月1日电 全国制造业保持扩张，江苏、浙江、广东领先。", {"source": "新华网"}, "100000"),
        ("全州旅游收入增长，洱源县游客最多，州文旅局发布数据。", {"source": "大理日报"}, "532900"),
        ("昆山市政府常务会议审议通过方案，全市企业突破八万户，市工信局作了说明。", {}, "320583"),
        ("广州、深圳、杭州、成都等城市房价企稳。", {"source": "经济日报"}, None),
        ("本报兰州3月4日电 甘肃省水利厅发布消息，引大入秦灌区春灌面积增加。酒泉市、张掖市配水已到位。", {}, "620000"),
        ("新华社乌鲁木齐5月6日电 自治区农业农村厅介绍，棉花播种过半，阿克苏地区进度最快。", {}, "650000"),
        ("本报成都讯 记者从市水务局获悉，成都市全市新建绿道50公里。", {}, "510100"),
        ("贵阳3月5日电 贵州省统计局公布数据，全省工业增长8%，贵阳市、遵义市领跑，贵阳占三成。", {}, "520000"),
        ("本报洛阳讯 洛阳市文旅局发布，牡丹节期间全市接待游客200万人次，居全省第一，全省占比两成。", {}, "410300"),
    ],
)
def test_the_home_of_an_article(text, given, code):
    region, evidence = place.home(text, **given)
    assert (region and region["code"]) == code
    assert bool(evidence) == bool(region)


@pytest.mark.parametrize(
    ("text", "region", "word", "name"),
    [
        ("朔州市统计局介绍，去年全市药茶产量4000吨。", "山西省", "全市", "朔州市"),
        ("同心县畜牧中心说，全县滩羊出栏90万只。", "宁夏回族自治区", "全县", "宁夏回族自治区吴忠市同心县"),
        ("娄底市财政局发文，该市新设基金一只。", "湖南省", "该市", "娄底市"),
        ("宣威市的火腿出名。\n全市企业已有百家。", "云南省", "全市", "云南省曲靖市宣威市"),
        ("鄂州市气象局预报，全市有雨。", "湖北省武汉市", "全市", "鄂州市"),
        ("鄂州市来客增多，全市景区加开班车。", "湖北省武汉市", "全市", "武汉市"),
        ("大武口区教育局介绍，全区新增学位800个。", "宁夏回族自治区", "全区", "宁夏回族自治区石嘴山市大武口区"),
        ("湖州市统计局公布，德清县、长兴县领先，余姚市的做法引人注目，全市竹材加工增长。", "浙江省", "全市", "湖州市"),
        ("大武口区居全区第二。", "宁夏回族自治区", "全区", "宁夏回族自治区"),
        ("朔州、忻州两地降温，全市供暖提前。", "山西省", "全市", None),
        ("我市供暖提前。", "山西省", "我市", None),
        ("全县供暖提前。", None, "全县", None),
    ],
)
def test_a_relative_word_is_the_nearest_of_its_own_level(text, region, word, name):
    home = place.resolve(region)[0] if region else None
    said = [p for p in place.places(text, home=home) if p["quote"] == word]
    assert [p["region"] and p["region"]["name"] for p in said] == [name] and said[0]["kind"] == "relative"


@pytest.mark.parametrize("text", ["该市场、该区域、该县级机构、该地区都已关闭。", "全州县来客不少。", "该旗舰店、该州际公路、该县域、该省级平台都在扩建。"])
def test_what_only_begins_like_a_relative_word_is_none(text):
    assert not [p for p in place.places(text, home=place.resolve("山西省")[0]) if p["kind"] == "relative"]


def test_the_table_of_divisions_hangs_together():
    """What tools/build_regions.py promises: 34 provinces, each parent there and above its child, short names as its rule makes them."""
    path = Path(__file__).resolve().parent.parent / "tools/build_regions.py"
    spec = importlib.util.spec_from_file_location("build_regions", path)
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    rows = {row["id"]: row for row in tables.read("regions")}
    levels = [row["level"] for row in rows.values()]
    assert levels.count("province") == 34 and levels.count("city") > 330 and levels.count("county") > 2800
    for code, row in rows.items():
        assert row["short"] == build.short(row["name"])
        assert row["parent"] == "100000" if row["level"] == "province" else rows[row["parent"]]["level"] in ("province", "city")
        assert code[:2] == row["parent"][:2] or row["level"] == "province"
