"""The review page: what it shows, what it lets one do, and what it lets no scraped page do. In a real browser where there is one (Debian's chromium and chromium-driver)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import newsextract
from newsextract import report
from newsextract.records import Article, DateMention, Evidence, NumericFact, Organisation, Period, Region, Removed, Why

PAGES = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
HOSTILE = [
    line.encode().decode("unicode_escape") if line.isascii() else line.replace("\\t", "\t")
    for line in (PAGES.parent / "hostile.txt").read_text(encoding="utf8").splitlines()
    if not line.startswith("# ")
]
HUBEI = Region(name="湖北省", code="420000", level="province")


def soup_of(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def bare(text: str) -> str:
    """As a person sees it: what stands as its number is left out on both sides."""
    return report._UNSEEN.sub("", text)


@pytest.fixture(scope="module")
def damaged() -> Article:
    return newsextract.extract(PAGES / "damaged-gansu.txt")


def hostile_article() -> Article:
    """An article in which every string that a page could bring is hostile: text, names, titles, evidence, addresses."""
    paragraphs = tuple(f"{payload} 共有412个。".replace("\n", " ") for payload in HOSTILE)
    text = "\n".join(paragraphs)
    facts, dates, organisations = [], [], []
    start = 0
    for paragraph, payload in zip(paragraphs, HOSTILE, strict=True):
        end = start + len(paragraph)
        at = end - 5
        facts.append(
            NumericFact(
                quote=text[at : at + 4], start=at, end=at + 4, number_start=at, number_end=at + 3, kind="count", value="412", unit="个", indicator=payload, comparison=payload,
                period=Period(text=payload, first="2023-01-01", last="2023-12-31"), region=Region(name=payload), modifier=payload, rule=payload, speaker=payload,
                why=(Why(field=payload, rule=payload, start=start, end=end),),
            )
        )  # fmt: skip
        organisations.append(Organisation(quote=text[start:at], start=start, end=at, name=payload, kind=payload, evidence=payload, unit=payload, rule=payload))
        dates.append(DateMention(quote=text[at : at + 1], start=at, end=at + 1, kind="date", edtf=payload, timex3=payload, rule=payload))
        start = end + 1
    return Article(
        url="javascript:window.hacked=1", site=HOSTILE[0], title=" ".join(HOSTILE[:20]), source=HOSTILE[9], reporters=tuple(HOSTILE[:9]), column=HOSTILE[3], paragraphs=paragraphs, text=text,
        facts=tuple(facts), dates=tuple(dates), organisations=tuple(organisations), warnings=tuple(HOSTILE), document_number=HOSTILE[4],
        removed=tuple(Removed(text=payload, reason=payload, rule=payload, place="tail") for payload in HOSTILE),
        evidence=tuple(Evidence(field=payload, place=payload, quote=payload, disagreed=(payload,)) for payload in HOSTILE),
    )  # fmt: skip


def large_article(marks: int) -> Article:
    """An article with so many marks."""
    sentence = "截至2023年底，全省培训企业近2万家。"
    each, start, paragraphs, facts, dates = 2, 0, [], [], []
    for number in range(marks // each):
        paragraphs.append(sentence)
        day, amount = start + sentence.index("2023"), start + sentence.index("2万")
        dates.append(DateMention(quote="2023年底", start=day, end=day + 6, kind="date", first="2023-12-31", last="2023-12-31", grain="day"))
        facts.append(
            NumericFact(
                quote="2万家", start=amount, end=amount + 3, number_start=amount, number_end=amount + 2, kind="count", value=str(20000 + number), unit="家", modifier="近", bound="below",
                indicator="培训企业", period=Period(text="2023年底", first="2023-12-31", last="2023-12-31"), region=HUBEI, rule="quantity.unit",
                why=(Why(field="period", rule="period.sentence", start=day, end=day + 6),),
            )
        )  # fmt: skip
        start += len(sentence) + 1
    return Article(title="许多标记", paragraphs=tuple(paragraphs), text="\n".join(paragraphs), facts=tuple(facts), dates=tuple(dates))


# ---------------------------------------------------------------------------------------------------------------- the page as text


def test_every_record_stands_in_the_page(damaged):
    soup = soup_of(report.document([("damaged-gansu.txt", damaged)]))
    assert "".join(p.get_text() + "\n" for p in soup.select(".text p")).rstrip("\n") == damaged.text
    for letter, records in (("f", damaged.facts), ("d", damaged.dates), ("o", damaged.organisations)):
        assert records
        for number, one in enumerate(records):
            name = f"a0{letter}{number}"
            pieces = soup.select(f'.text [data-m~="{name}"]')
            assert "".join(piece.get_text() for piece in pieces) == one.quote
            row = soup.find(id=f"r-{name}")
            assert row is not None and row.select_one(".quote b").get_text() == one.quote
    for block in damaged.removed:
        assert any(bare(block.text) in bare(item.get_text()) for item in soup.select(".removed li"))
    assert len(soup.select(".repairs .edit")) == len(damaged.edits)
    assert [one.get_text() for one in soup.select(".repairs .edit ins")] == [edit.put or "·" for edit in damaged.edits]


def test_the_reasons_are_on_the_cards(damaged):
    records = json.loads(soup_of(damaged.to_html()).select_one(".records").string)
    first = damaged.facts[0]
    card = records["a0f0"]
    assert card["quote"] == first.quote and ["指标", first.indicator] in card["cells"]
    assert [why[1:4] for why in card["why"]] == [[why.rule, why.start, why.end] for why in first.why]


def test_it_stands_alone():
    page = newsextract.extract("全市共有口袋公园412个。", url="https://news.example.cn/a.html").to_html()
    soup = soup_of(page)
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("style", "script"):
        (own,) = [one for one in soup.find_all(tag) if one.get("type") != "application/json"]
        assert f"'sha256-{base64.b64encode(hashlib.sha256(own.string.encode()).digest()).decode()}'" in policy
    assert not soup.select("[src], link, [style], [onclick]")
    assert [a["href"] for a in soup.select("a[href]") if not a["href"].startswith("#")] == ["https://news.example.cn/a.html"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " https://a.cn", "data:text/html,x", "ftp://a.cn/x", "//a.cn/x", "file:///etc/passwd", "https:///x", "http://[x", "vbscript:x", "https://a.cn/\u202ex"])  # fmt: skip
def test_an_address_that_is_none_is_no_link(url):
    article = Article(url=url, paragraphs=("文",), text="文")
    assert not [a for a in soup_of(article.to_html()).select("a[href]") if not a["href"].startswith("#")]


def test_it_speaks_english_too(damaged):
    english = soup_of(damaged.to_html(language="en"))
    assert english.html["lang"] == "en" and "what was left out" in english.get_text() and "略去" not in english.get_text()
    with pytest.raises(ValueError, match="zh, en"):
        damaged.to_html(language="fr")


def test_every_word_has_both_languages():
    for name, (zh, en) in report._words().items():
        assert zh and en, name
    used = set(re.findall(r"word\('([a-z_.]+)'\)", report._resource("report.html")))
    assert used and used <= set(report._words())


def test_several_articles_share_one_table(damaged):
    other = newsextract.extract("全市共有口袋公园412个。", region="四川省成都市")
    soup = soup_of(report.document([("a", damaged), ("b", other)], left_out=3))
    assert len(soup.select(".facts")) == 1 and len(soup.select(".facts tbody tr")) == len(damaged.facts) + len(other.facts)
    assert [link["href"] for link in soup.select("nav a")] == ["#a0", "#a1"] and "3" in soup.select_one("header").get_text()
    names = [one["id"] for one in soup.select("[id]")]
    assert len(names) == len(set(names))


def test_an_article_of_nothing_is_shown():
    assert "没有找到" in Article(status="empty").to_html()


def test_a_notebook_gets_a_frame_of_its_own(damaged):
    frame = soup_of(damaged._repr_html_()).find("iframe")
    assert frame["sandbox"] in ("allow-scripts", ["allow-scripts"]) and damaged.facts[0].quote in frame["srcdoc"]


@given(st.text(alphabet="甲乙12\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=8))
def test_pieces_make_up_the_text_and_every_mark_its_quote(text, spans):
    mentions = [(s, min(s + n, len(text))) for s, n in spans if s < len(text) and "\n" not in text[s : s + n]]
    organisations = tuple(Organisation(quote=text[s:e], start=s, end=e, name=None, kind="gov") for s, e in mentions)
    article = Article(paragraphs=tuple(text.split("\n")), text=text, organisations=organisations)
    shown = report._Shown(0, "x", article, "en")
    paragraphs = shown.paragraphs()
    assert "\n".join("".join(piece.text for piece in pieces) for pieces in paragraphs) == text
    for number, one in enumerate(organisations):
        assert "".join(piece.text for pieces in paragraphs for piece in pieces if f"a0o{number}" in piece.marks) == one.quote


def test_no_hostile_string_becomes_markup():
    assert len(HOSTILE) >= 40
    soup = soup_of(hostile_article().to_html())
    assert len(soup.find_all("script")) == 2 and len(soup.find_all("style")) == 1 and not soup.find_all(["img", "svg", "iframe", "form", "base", "object", "embed", "link"])
    assert not [attribute for tag in soup.find_all(True) for attribute in tag.attrs if attribute.lower().startswith("on")]
    for payload in HOSTILE:
        assert bare(payload) in bare(soup.select_one(".removed").get_text())


# ---------------------------------------------------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("no chromium with chromedriver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage", "window-size=1200,900"):  # fmt: skip
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.fixture
def look(browser, tmp_path):
    """Opens a page; the browser, on a wide bright window."""

    def opened(page: str, *, width: int = 1200, dark: bool = False):
        path = tmp_path / "report.html"
        path.write_text(page, encoding="utf8")
        browser.get("about:blank")
        browser.get_log("browser")
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600})
        scheme = "dark" if dark else "light"
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        browser.get(path.as_uri())
        return browser

    return opened


def visible_rows(browser) -> list[list[str]]:
    return browser.execute_script("return [...document.querySelectorAll('.facts tbody tr')].filter(r => !r.hidden).map(r => [...r.cells].map(c => c.textContent.trim()))")


def wait(browser, script: str) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(browser, 10, 0.05).until(lambda one: one.execute_script(f"return {script}"))


def test_browser_filters_and_sorts(look, damaged):
    browser = look(damaged.to_html())
    assert browser.get_log("browser") == []
    assert len(visible_rows(browser)) == len(damaged.facts)
    browser.find_element("css selector", ".find").send_keys("泵站 438")
    wait(browser, "document.querySelectorAll('.facts tbody tr:not([hidden])').length === 1")
    assert visible_rows(browser)[0][0] == "新建泵站"
    browser.find_element("css selector", ".find").send_keys("无此")
    wait(browser, "!document.querySelector('.none').hidden")
    browser.execute_script("document.querySelector('.find').value = ''; document.querySelector('.find').dispatchEvent(new Event('input'))")
    wait(browser, f"document.querySelectorAll('.facts tbody tr:not([hidden])').length === {len(damaged.facts)}")
    browser.execute_script("const p = document.querySelector('.pick[data-cell=kind]'); p.value = '金额'; p.dispatchEvent(new Event('change', {bubbles: true}))")
    assert [row[7] for row in visible_rows(browser)] == ["金额"]
    browser.execute_script("const p = document.querySelector('.pick[data-cell=kind]'); p.value = ''; p.dispatchEvent(new Event('change', {bubbles: true}))")
    button = browser.find_elements("css selector", ".facts th button")[1]
    button.click()
    amounts = [float(row[1].replace(",", "")) for row in visible_rows(browser)]
    assert amounts == sorted(amounts) and len(set(amounts)) > 3
    button.click()
    assert [float(row[1].replace(",", "")) for row in visible_rows(browser)] == sorted(amounts, reverse=True)


def test_browser_tables_and_marks_lead_to_each_other(look, damaged):
    browser = look(damaged.to_html())
    browser.find_elements("css selector", ".facts tbody .quote")[2].click()
    wait(browser, "!document.getElementById('card').hidden")
    card = browser.find_element("id", "card")
    assert damaged.facts[2].quote in card.text and damaged.facts[2].indicator in card.text and damaged.facts[2].why[0].rule in card.text
    assert browser.execute_script("return document.activeElement.textContent") == damaged.facts[2].quote
    lit = "".join(one.text for one in browser.find_elements("css selector", ".because"))
    assert damaged.text[damaged.facts[2].why[0].start : damaged.facts[2].why[0].end] in lit
    card.find_element("css selector", "a").click()
    assert browser.execute_script("return location.hash") == "#r-a0f2"


def test_browser_is_worked_by_keyboard(look, damaged):
    from selenium.webdriver.common.keys import Keys

    browser = look(damaged.to_html())
    browser.execute_script("document.querySelector('.text .m').focus()")
    shown = []
    for _ in range(3):
        shown.append(browser.find_element("id", "card").text.splitlines()[1 if browser.find_element("id", "card").text.startswith("×") else 0])
        browser.switch_to.active_element.send_keys(Keys.TAB)
    assert shown == [one.quote for one in sorted([*damaged.facts, *damaged.dates, *damaged.organisations], key=lambda one: one.start)[:3]]
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.find_element("id", "card").is_displayed()


@pytest.mark.parametrize("dark", [False, True])
def test_browser_on_a_phone_and_in_the_dark(look, damaged, dark):
    browser = look(damaged.to_html(), width=390, dark=dark)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    ground, ink = (browser.execute_script(f"return getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color"))
    bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in (ground, ink)]
    assert (bright[0] < 60 and bright[1] > 180) if dark else (bright[0] > 200 and bright[1] < 80)
    for mark in ("fact", "date", "organisation"):
        colours = [browser.execute_script(f"return getComputedStyle(document.querySelector('.text .{mark}')).{name}") for name in ("backgroundColor", "color")]
        assert contrast(*colours) >= 4.5, (mark, colours)


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours as the browser writes them."""

    def luminance(colour: str) -> float:
        channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_browser_obeys_nothing_that_a_page_brought(look):
    browser = look(hostile_article().to_html())
    for one in browser.find_elements("css selector", "details:not([open]) > summary"):
        browser.execute_script("arguments[0].click()", one)
    from selenium.webdriver.common.action_chains import ActionChains

    for mark in browser.find_elements("css selector", ".text .m")[::7]:
        browser.execute_script("arguments[0].scrollIntoView({block: 'start', behavior: 'instant'}); arguments[0].focus()", mark)
    ActionChains(browser).move_to_element(browser.find_elements("css selector", ".text .m")[0]).perform()
    assert browser.execute_script("return window.hacked") is None
    assert browser.execute_script("return document.querySelectorAll('img,svg,iframe,form,base,link,object,embed,video,audio').length") == 0
    assert browser.execute_script("return getComputedStyle(document.body).display") != "none"
    assert browser.get_log("browser") == [], "nothing was even tried"
    assert browser.execute_script("return location.protocol") == "file:"


def test_browser_with_five_thousand_marks(look):
    article = large_article(5000)
    browser = look(article.to_html())
    assert browser.execute_script("return document.querySelectorAll('.text .m').length") == 5000
    browser.find_element("css selector", ".find").send_keys("22,499")
    wait(browser, "document.querySelectorAll('.facts tbody tr:not([hidden])').length === 1")
    browser.execute_script("document.querySelectorAll('.text .m')[4999].focus()")
    assert "22,499" in browser.find_element("id", "card").text
