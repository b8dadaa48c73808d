"""extract(): what it takes, what it refuses, and what holds for whatever comes out."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

import newsextract
from newsextract import Article, NewsExtractError, UnreadableInput

SEED = Path(__file__).resolve().parent.parent.parent / "shared" / "seed" / "cnhubei_polluted.txt"
PAGE = """<html><head><meta charset="utf-8"><title>山西新增保障性租赁住房4.6万套_汾河民生网</title>
<meta name="PubDate" content="2024-08-02 10:15"><meta name="ContentSource" content="汾河民生网"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">资讯</a></div><h1>山西新增保障性租赁住房4.6万套</h1>
<div class="TRS_Editor"><p>8月1日，山西省住房和城乡建设厅通报，今年上半年全省新增保障性租赁住房4.6万套，完成投资73.5亿元。</p>
<p>截至6月底，太原市发放公租房租赁补贴1.9亿元，惠及1.2万户家庭，办理时限缩短到5个工作日。</p></div>
<div class="footer">版权所有 汾河民生网 晋ICP备06001234号</div></body></html>"""


@pytest.fixture(scope="module")
def article():
    return newsextract.extract(PAGE)


def test_a_path_is_read_and_a_string_is_content(article, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf8")
    again = newsextract.extract(path)
    assert again.model_copy(update={"decoding": None}) == article
    assert again.decoding.encoding.lower().replace("-", "") == "utf8"
    assert newsextract.extract(str(path)).text == str(path)


def test_a_soup_and_a_tag_are_pages_too(article):
    soup = BeautifulSoup(PAGE, "html.parser")
    assert newsextract.extract(soup).paragraphs == article.paragraphs
    assert newsextract.extract(soup.find("div", class_="TRS_Editor")).paragraphs == article.paragraphs


def test_any_charset_gives_the_same_record(article):
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        assert newsextract.extract(PAGE.encode(encoding)).facts == article.facts, encoding


def test_the_record_survives_json(article):
    assert Article.model_validate_json(article.model_dump_json()) == article


@pytest.mark.parametrize(
    "given_, value, precision",
    [
        ("2024-08-03", dt.date(2024, 8, 3), "day"),
        (dt.date(2024, 8, 3), dt.date(2024, 8, 3), "day"),
        ("2024-08-03T09:30", dt.datetime.fromisoformat("2024-08-03T09:30+08:00"), "minute"),
        ("2024-08-03T01:30:05+00:00", dt.datetime.fromisoformat("2024-08-03T09:30:05+08:00"), "second"),
    ],
)
def test_the_callers_publication_date_wins(given_, value, precision):
    published = newsextract.extract(PAGE, published=given_).published
    assert (published.value, published.precision, published.evidence) == (value, precision, "given")


def test_a_publication_date_that_is_none_is_a_warning(article):
    odd = newsextract.extract(PAGE, published="last Tuesday")
    assert odd.published == article.published
    assert any("last Tuesday" in warning for warning in odd.warnings)


def test_the_callers_region_wins_and_an_unknown_one_is_a_warning():
    assert newsextract.extract("全省新增4.6万套住房。", region="山西").region.code == "140000"
    assert newsextract.extract("全省新增4.6万套住房。", region="140000").region.name == "山西省"
    odd = newsextract.extract("全省新增4.6万套住房。", region="大西洲")
    assert odd.region is None
    assert any("大西洲" in warning for warning in odd.warnings)


@pytest.mark.parametrize("blank", ["", " \n\t", "　\n", b"", b"\xef\xbb\xbf", "<html><body></body></html>"])
def test_a_blank_page_is_an_empty_article_and_no_error(blank):
    article = newsextract.extract(blank)
    assert (article.status, article.text, article.facts) == ("empty", "", ())


@pytest.mark.parametrize(
    "data, name",
    [(b"%PDF-1.7 \x00\x01", "PDF"), (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"), (b"PK\x03\x04\x14\x00", "ZIP"), (b"\x89PNG\r\n\x1a\n", "PNG")],
)
def test_what_is_no_text_is_refused_by_name(data, name):
    with pytest.raises(UnreadableInput, match=name):
        newsextract.extract(data)


def test_a_refusal_names_the_file(tmp_path):
    path = tmp_path / "scan.html"
    path.write_bytes(b"%PDF-1.4 ...")
    with pytest.raises(UnreadableInput, match=r"scan\.html: this is a PDF"):
        newsextract.extract(path)


def test_what_cannot_be_opened_or_is_no_source_is_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="nowhere"):
        newsextract.extract(tmp_path / "nowhere.html")
    with pytest.raises(UnreadableInput):
        newsextract.extract(tmp_path)
    with pytest.raises(UnreadableInput, match="int"):
        newsextract.extract(7)


def test_the_size_of_a_file_is_looked_at_before_it_is_read(tmp_path):
    path = tmp_path / "huge.html"
    with path.open("wb") as sparse:
        sparse.truncate(500_000_000)
    with pytest.raises(UnreadableInput, match="500,000,000"):
        newsextract.extract(path)


ODD = st.text(st.sampled_from("一二三万亿元家省市局委年月日第前近0１5,.，。（）()<>?&;è\ud800\u200b\x00\x0b\ufeff\ufffd表揚報\n 　"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(ODD, st.text(max_size=40)))
def test_any_text_gives_a_record_that_hangs_together(text):
    article = newsextract.extract(text)
    article.model_dump_json().encode("utf8")
    assert article.origin(len(article.text)) == len(article.before())
    assert Article.model_validate_json(article.model_dump_json()) == article


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_give_a_record_or_a_refusal(data):
    with contextlib.suppress(NewsExtractError):
        newsextract.extract(data).model_dump_json().encode("utf8")


def test_the_same_bytes_give_the_same_record():
    assert newsextract.extract(PAGE.encode()) == newsextract.extract(PAGE.encode())


@pytest.mark.skipif(not SEED.exists(), reason="../shared/seed is not beside the project")
def test_the_seed():
    article = newsextract.extract(SEED)
    assert article.status == "ok" and article.published is None
    assert article.source == "荆楚网（湖北日报网）" and article.correspondents == ("朱婷", "孙利雄")
    assert (article.region.name, article.region.code) == ("湖北省", "420000")
    assert any(e.field == "region" and e.place for e in article.evidence)
    assert len([f for f in article.facts if f.quote != "四个"]) == 16 and len(article.dates) == 6
    assert [r.text.count("©") for r in article.removed] == [1, 0, 0, 0]
    assert article.before() != article.text and article.before() in SEED.read_text(encoding="utf8")


def test_the_script_is_the_callers_choice():
    hong_kong = "本港樓宇按揭貸款上月增加3.2%，涉及金額達120億元。"
    assert newsextract.extract(hong_kong).text == hong_kong
    assert newsextract.extract(hong_kong, script="simplified").text == "本港楼宇按揭贷款上月增加3.2%，涉及金额达120亿元。"
    polluted = "陝西省統(tǒng)計(jì)局發(fā)布,全省糧食產(chǎn)量達(dá)1300萬(wàn)噸,創(chuàng)歷史新高。"
    assert "粮食产量达1300万吨" in newsextract.extract(polluted).text
    assert "糧食產量達1300萬噸" in newsextract.extract(polluted, script="keep").text
    # The records are the same: the finders read either script in place.
    assert [f.value for f in newsextract.extract(hong_kong).facts] == [f.value for f in newsextract.extract(hong_kong, script="simplified").facts]


def test_a_region_of_another_article_and_odd_arguments():
    first = newsextract.extract("全省新增4.6万套住房。", region="山西")
    assert newsextract.extract("全省新增1.2万套住房。", region=first.region).region == first.region
    assert newsextract.extract("全省新增1.2万套住房。", region=140000).region == first.region
    odd = newsextract.extract("全省新增1.2万套住房。", published=20240607)
    assert odd.published is None and any("20240607" in warning for warning in odd.warnings)


def test_what_is_no_item_is_a_failure_in_its_place():
    items = [PAGE, None, 3, [1], bytearray("全市共有公园41个。".encode()), {"sauce": 1}, (), ("a", "b", "c"), {"source": PAGE, "charset": 7}, PAGE]
    kinds = [type(result).__name__ for result in newsextract.extract_many(items, workers=0)]
    assert kinds == ["Article", "Failure", "Failure", "Failure", "Article", "Failure", "Failure", "Failure", "Failure", "Article"]
