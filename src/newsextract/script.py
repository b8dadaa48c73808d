"""Traditional, simplified, full-width: one text in several scripts (to be told by the repair stage)."""

_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDTH |= {ord("％"): ord("%"), ord("．"): ord("."), ord("＋"): ord("+"), ord("－"): ord("-"), ord("／"): ord("/")}


def fold(text: str) -> str:
    """The text in half-width digits, letters and % . + - /, and in simplified characters; same length, offset for offset."""
    return text.translate(_WIDTH)
