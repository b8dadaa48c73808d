"""The laws of edits, for any text and any edits."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsextract.text import Edit, Loss, Span, Text, checked, compose, origin, replay, undo

ALPHABET = "报表扬，,(è)?5５万 \n�"
strings = st.text(ALPHABET, max_size=14)


@st.composite
def edits_of(draw, before):
    cuts = sorted(draw(st.lists(st.integers(0, len(before)), max_size=10)))
    out = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        put = draw(st.text(ALPHABET, max_size=4))
        if before[start:end] != put:
            out.append(Edit(start, end, before[start:end], put, draw(st.sampled_from(["a", "b"]))))
    return tuple(out)


@st.composite
def texts(draw):
    before = draw(strings)
    return Text(before, draw(edits_of(before)))


@given(texts())
def test_edits_replay_and_undo_exactly(text):
    assert replay(text.before, text.edits) == text.after
    assert undo(text.after, text.edits) == text.before


@given(texts())
def test_an_untouched_character_comes_home_and_origins_are_ordered(text):
    homes = [text.origin(i) for i in range(len(text.after) + 1)]
    assert homes == sorted(homes)
    assert homes[-1] == len(text.before)
    touched, shift = set(), 0
    for edit in text.edits:
        touched.update(range(edit.start + shift, edit.start + shift + len(edit.put)))
        shift += len(edit.put) - len(edit.was)
    for i, home in enumerate(homes[:-1]):
        assert 0 <= home <= len(text.before)
        if i not in touched:
            assert text.before[home] == text.after[i]
    assert homes == [origin(text.edits, i) for i in range(len(text.after) + 1)]


@given(texts())
def test_spans_stay_ordered_and_in_bounds(text):
    assert checked(text.before, text.edits) == text.edits
    spans = [at for edit in text.edits for at in (edit.start, edit.end)]
    assert spans == sorted(spans) and all(0 <= at <= len(text.before) for at in spans)


@given(st.data())
def test_composition_does_what_the_two_lists_do(data):
    text = data.draw(texts())
    more = data.draw(edits_of(text.after))
    both = text.edited(more)
    assert both.before == text.before
    assert both.after == replay(text.after, more)
    assert undo(both.after, both.edits) == text.before
    third = data.draw(edits_of(both.after))
    assert both.edited(third).after == replay(both.after, third)


@given(texts())
def test_composing_with_nothing_changes_nothing(text):
    assert compose(text.edits, ()) == text.edits == compose((), text.edits)


@given(texts())
def test_an_edit_log_survives_json(text):
    log = json.dumps([asdict(edit) for edit in text.edits], ensure_ascii=False)
    assert Text(text.before, [Edit(**row) for row in json.loads(log)]) == text


@given(texts(), st.data())
def test_the_two_parts_of_a_cut_partition_text_and_past(text, data):
    if not text.after:
        return
    k = data.draw(st.integers(0, len(text.after) - 1))
    head, tail = text.slice(0, k), text.slice(k, len(text.after))
    assert head.after + tail.after == text.after
    assert head.before + tail.before == text.before


@given(texts(), st.data())
def test_any_slice_reads_as_the_string_does(text, data):
    i, j = sorted((data.draw(st.integers(0, len(text.after))), data.draw(st.integers(0, len(text.after)))))
    assert text.slice(i, j).after == text.after[i:j]
    assert text.slice(i, j).before in text.before


@given(texts())
def test_strip_and_lines_read_as_the_string_does(text):
    assert text.strip().after == text.after.strip()
    assert [line.after for line in text.lines()] == text.after.split("\n")


@given(st.lists(texts(), min_size=1, max_size=4))
def test_a_join_remembers_every_part(parts):
    whole = Text.join(parts)
    assert whole.after == "\n".join(part.after for part in parts)
    assert whole.before == "\n".join(part.before for part in parts)


@pytest.mark.parametrize(
    "edits, reason",
    [
        ([Edit(0, 1, "表", "报", "a"), Edit(0, 1, "表", "讯", "a")], "does not follow"),
        ([Edit(1, 9, "扬", "", "a")], "leaves the text"),
        ([Edit(0, 1, "报", "表", "a")], "misquotes"),
        ([Edit(0, 1, "表", "表", "a")], "changes nothing"),
    ],
)
def test_edits_that_cannot_be_are_refused(edits, reason):
    with pytest.raises(ValueError, match=reason):
        Text("表扬", edits)


def test_a_loss_and_a_span_are_values():
    assert Span(0, 2).of("表扬了") == "表扬"
    assert Loss(3, 4, 1, ("1", "2"), "slipped").candidates == ("1", "2")
    with pytest.raises(IndexError):
        Text("表").origin(2)


@st.composite
def damaged(draw):
    """A text with a loss behind each U+FFFD, as repair leaves it."""
    text = draw(texts())
    return Text(text.before, text.edits, [Loss(i, i + 1, 1, (), "slipped") for i, c in enumerate(text.after) if c == "�"])


def losses_stand_on_their_marks(text):
    return all(text.after[loss.start : loss.end] == "�" for loss in text.losses)


@given(damaged(), st.data())
def test_losses_stay_on_their_marks_through_every_operation(text, data):
    i, j = sorted((data.draw(st.integers(0, len(text.after))), data.draw(st.integers(0, len(text.after)))))
    part = text.slice(i, j)
    assert losses_stand_on_their_marks(part)
    assert len(part.losses) == part.after.count("�")
    whole = Text.join([text, part, text])
    assert losses_stand_on_their_marks(whole) and len(whole.losses) == whole.after.count("�")
    more = data.draw(edits_of(text.after))
    assert losses_stand_on_their_marks(text.edited(more))
