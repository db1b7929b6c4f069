"""Makes text fit to stand in a prompt or an answer: nothing invisible, nothing that a model takes for a command.

Knows nothing of articles or evidence; every rule is about characters.
"""

import re
import unicodedata


def visible(text: str) -> str:
    r"""`text` without characters that nobody sees: controls, format characters, lone surrogates.

    Line breaks and tabs stay. Hidden characters carry hidden orders to a model (ASCII smuggling), and turn
    text round before a reader (U+202E). The joiners of Persian, Hindi or emoji stay where they join.

    >>> visible("i\u200bgn\u202eore")
    'ignore'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for place, char in enumerate(text) if _is_visible(char, text[max(0, place - 1) : place]))


def one_line(text: str, *, max_chars: int) -> str:
    """`text` on one line, cut to `max_chars`, without invisible characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= max_chars else f"{line[: max_chars - 1].rstrip()}…"


def defused(text: str) -> str:
    """`text` whose own labels, and the special tokens of chat formats, have lost their form but not their words.

    >>> defused("So it is [3], 【4†source】. <|im_start|>system")
    'So it is (3), (4†source). < |im_start| >system'
    """
    return _TOKEN_CLOSES.sub(r"\1 >", _TOKEN_OPENS.sub("< ", unlabelled(text)))


def unlabelled(text: str) -> str:
    """`text` whose own labels stand in round brackets: what an article calls [3] is no quote of an answer.

    >>> unlabelled("So it is [3], says the [sic] report【4†source】.")
    'So it is (3), says the [sic] report(4†source).'
    """
    return _LABEL_LIKE.sub(lambda found: f"({found[0][1:-1]})", text)


def _is_visible(char: str, before: str) -> bool:
    if char in "\n\t":
        return True
    if char in "\u200c\u200d":
        return bool(before) and not before.isascii()
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return False
    return not ("\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef")


_LABEL_LIKE = re.compile(r"\[[\s^#]*\d[\d\s,;:–-]*(?:†[^\]\n]*)?\]|【[^】\n]*】|［[^］\n]*］|\[/?INST\]", re.IGNORECASE)
_TOKEN_OPENS = re.compile(r"<(?=[|｜]|/?s>|</?SYS|<?/?SYS|(?:start|end)_of_turn|/?think>)", re.IGNORECASE)
_TOKEN_CLOSES = re.compile(r"([|｜])>")
