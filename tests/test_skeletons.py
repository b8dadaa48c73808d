"""How wide the corpus of numbers is: lines that differ only in numbers, names or units count once.

A line's skeleton is what is left of its sentence when every quote of a record and every other numeral has become #, every place @, every
organisation &: 全市有民宿45家 and 贵州省有民宿3.2万间 are one line.
"""

import functools
import re

import corpus
from newsextract.find import numeral, organisation, place

NUMBERS = ("numeral", "quantity", "fact")
_NUMERAL = re.compile(r"[0-9０-９.,，%％〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_LEVEL = re.compile("全国|全省|全市|全县|全区|全州|全盟|全旗|全自治区|我国|我省|我市|我县")


def skeleton(line):
    """The sentence without its numbers, names and units."""
    text = line.text
    masked = [*text]

    def mask(start, end, mark):
        if all(len(character) == 1 and character not in "#@&" for character in masked[start:end]):
            masked[start:end] = [mark, *[""] * (end - start - 1)]

    at = 0
    for quote, *_ in line.expected:
        start = text.find(quote, at)
        if start >= 0:
            at = start + len(quote)
            mask(start, at, "#")
    for number in numeral.numerals(text):
        mask(number["start"], number["end"], "#")
    for found in organisation.organisations(text, home=None):
        mask(found["start"], found["end"], "&")
    for found in place.places(text, home=None):
        mask(found["start"], found["end"], "@")
    return _LEVEL.sub("@", _NUMERAL.sub("#", "".join(masked)))


@functools.cache
def lines():
    return [line for line in corpus.corpus() if line.path.stem.split("_")[0] in NUMBERS and not line.fails]


def test_numbers_names_and_units_do_not_make_a_line():
    made = [
        corpus.Line(corpus.CORPUS, 0, text, {}, expected)
        for text, expected in (("贵州省有民宿3.2万间，位居第3。", [["3.2万间"], ["第3"]]), ("山西省有民宿45家，位居第十二。", [["45家"], ["第十二"]]))
    ]
    assert len({skeleton(line) for line in made}) == 1


def test_the_corpus_of_numbers_is_wide():
    skeletons = {skeleton(line) for line in lines()}
    assert len(skeletons) >= 1200, f"{len(skeletons)} different of {len(lines())} lines"


def test_many_lines_say_that_there_is_no_number():
    silent = {skeleton(line) for line in lines() if line.nothing}
    assert len(silent) >= 300, f"{len(silent)} different lines with nothing"
