"""Packs the sentences of an article into chunks of bounded length.

Knows nothing of embedders: it is handed the function that counts tokens.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence

from index.article import Article, Chunk
from index.splitting.sentences import sentences

MAX_TOKENS = 256
"""Tokens of a chunk, at most: what the default embedder reads of a text."""
CountTokens = Callable[[Sequence[str]], list[int]]
"""Tokens of each text; `Embedder.count_tokens` is one."""


def split(article: Article, *, max_tokens: int = MAX_TOKENS, count_tokens: CountTokens) -> list[Chunk]:
    """The article in chunks of whole sentences, in order; every visible character is in exactly one.

    A chunk has at most `max_tokens` tokens. Only a sentence that is longer by itself is cut: at white space,
    and where there is none, at its length. Each sentence is counted once, for the tokens of neighbours add up.
    """
    text = article.text
    spans = [(span.start, span.end) for span in sentences(text, language=article.language or "en")]
    *counts, marks = count_tokens([*(text[start:end] for start, end in spans), ""])
    pieces: list[tuple[int, int, int]] = []
    for (start, end), count in zip(spans, counts, strict=True):
        if count > max_tokens:
            pieces.extend(_cut(text, start, end, max_tokens=max_tokens, count_tokens=count_tokens))
        else:
            pieces.append((start, end, count))
    return [_chunk(article, start, end) for start, end in _pack(pieces, max_tokens=max_tokens, marks=marks)]


def _pack(pieces: list[tuple[int, int, int]], *, max_tokens: int, marks: int) -> Iterator[tuple[int, int]]:
    """Neighbours put together; each count holds `marks` tokens that a text has only once (its start and end)."""
    first, last, total = -1, -1, 0
    for start, end, count in pieces:
        if first >= 0 and total + count - marks > max_tokens:
            yield first, last
            first = -1
        first, total = (start, count) if first < 0 else (first, total + count - marks)
        last = end
    if first >= 0:
        yield first, last


def _cut(
    text: str, start: int, end: int, *, max_tokens: int, count_tokens: CountTokens
) -> Iterator[tuple[int, int, int]]:
    """A sentence that is too long, in pieces that are not: halved at the white space nearest its middle."""
    waiting = [(start, end)]
    while waiting:
        start, end = waiting.pop()
        (count,) = count_tokens([text[start:end]])
        if count <= max_tokens or end - start == 1:
            yield start, end, count
            continue
        left_end, right_start = _middle(text, start, end)
        waiting += [(right_start, end), (start, left_end)]


def _middle(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a piece is cut: the end of its left part and the start of its right one."""
    half = (start + end) // 2
    if gap := _nearest_gap(text, half, start, end):
        return gap
    # Never between a letter and its accent, nor inside a joined emoji, where that can be helped.
    while half < end - 1 and _JOINED.match(text, half):
        half += 1
    return (half, half) if not _JOINED.match(text, half) else ((start + end) // 2,) * 2


def _nearest_gap(text: str, half: int, start: int, end: int) -> tuple[int, int] | None:
    """The white space of `text[start:end]` whose middle is nearest to `half`; None: there is none."""
    reach = _REACH
    while True:
        low, high = max(start, half - reach), min(end, half + reach)
        gaps = [gap.span() for gap in _GAP.finditer(text, low, high)]
        # One at the edge may go on beyond it.
        cut = gaps and ((gaps[0][0] == low > start) or (gaps[-1][1] == high < end))
        if (low, high) == (start, end) or (gaps and not cut):
            return min(gaps, key=lambda gap: abs(gap[0] + gap[1] - 2 * half), default=None)
        reach *= 2


def _chunk(article: Article, start: int, end: int) -> Chunk:
    identity = f"{article.id}\n{start}\n{end}"
    return Chunk(
        id=hashlib.sha256(identity.encode()).hexdigest()[:24],
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
    )


_REACH = 1_000
_GAP = re.compile(r"\s+")
_JOINED = re.compile("[\u0300-\u036f\u200d\ufe0f\U0001f3fb-\U0001f3ff]|(?<=\u200d).")
