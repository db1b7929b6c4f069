"""Takes out of a page what its reader does not see: hidden elements, captions, cookie banners.

Knows nothing of articles. Text can hide from a reader and still be found by every extractor; nobody may be quoted with
what no reader saw.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class LeftOut(NamedTuple):
    """What was taken out of a page."""

    hidden: int
    """Characters that the page hides from its readers."""
    captions: int
    """Captions of pictures."""


def strip_unseen(tree: "HtmlElement", styles: Sequence[str]) -> LeftOut:
    """Take hidden elements, captions and cookie banners out of `tree`, and say how much that was."""
    on_white = not _has_ground(tree, styles)
    names = frozenset(name for sheet in styles for name in _hidden_selectors(sheet, on_white=on_white))
    hidden = sum(_drop(found) for found in _outermost(tree, lambda one: _is_hidden(one, names, on_white=on_white)))
    captions = [found for found in _outermost(tree, _is_caption) if _drop(found)]
    for banner in _outermost(tree, _is_banner):
        _drop(banner)
    return LeftOut(hidden, len(captions))


def _outermost(tree: "HtmlElement", wanted: Callable[["HtmlElement"], bool]) -> list["HtmlElement"]:
    """The wanted elements that are in no other wanted one."""
    found: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for element in tree.iter():
        if element.getparent() in inside:
            inside.add(element)
        elif element.tag not in _NEVER and wanted(element):
            found.append(element)
            inside.add(element)
    return found


def _drop(element: "HtmlElement") -> int:
    """Take an element out, leave what follows it; the number of its characters."""
    count = len(" ".join(element.text_content().split()))
    element.drop_tree()
    return count


def _has_ground(tree: "HtmlElement", styles: Sequence[str]) -> bool:
    """Whether the page may colour any ground: where it does, it is not told what white letters stand on."""
    if any("background" in sheet.lower() for sheet in styles):
        return True
    return any(
        "bgcolor" in one.attrib
        or "background" in one.get("style", "").lower()
        or (one.tag == "link" and "stylesheet" in one.get("rel", "").lower())
        for one in tree.iter()
    )


def _is_hidden(element: "HtmlElement", hidden_names: frozenset[str], *, on_white: bool) -> bool:
    if "hidden" in element.attrib or element.tag in ("noscript", "dialog"):
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    names = {f".{name}" for name in element.get("class", "").split()} | {f"#{element.get('id', '')}"}
    style = element.get("style", "") or (f"color:{element.get('color')}" if element.tag == "font" else "")
    return bool(names & hidden_names) or _hides(style, on_white=on_white)


def _hides(declarations: str, *, on_white: bool = False) -> bool:
    """Whether a list of CSS declarations makes its element invisible, or too small or far off to be read.

    `on_white`: whether the page is white wherever it stands.

    >>> _hides("Display : none"), _hides("left:-9999px; position:absolute"), _hides("color: red")
    (True, True, False)
    """
    if not declarations:
        return False
    style = _SPACE.sub("", declarations).lower().removesuffix(";") + ";"
    if _INVISIBLE.search(style) or (_CLIPS.search(style) and _NO_SIZE.search(style)):
        return True
    colors = dict(_COLOR.findall(style))
    ground = colors.get("background", colors.get("background-color"))
    if on_white and colors.get("color") in _WHITES:
        return True
    return "color" in colors and colors["color"] in ("transparent", ground)


def _hidden_selectors(sheet: str, *, on_white: bool) -> Iterator[str]:
    """Classes and ids that a style sheet hides everywhere; what it hides on some screens only is seen on others."""
    depth, prelude, start = 0, "", 0
    for brace in _BRACE.finditer(_COMMENT.sub(" ", sheet)):
        piece = brace.string[start : brace.start()]
        start = brace.end()
        if brace.group() == "{":
            depth += 1
            prelude = piece if depth == 1 else prelude
        else:
            if depth == 1 and _hides(piece, on_white=on_white):
                yield from (found.group(1) for one in prelude.split(",") if (found := _NAMED.fullmatch(one.strip())))
            depth = max(depth - 1, 0)


def _is_caption(element: "HtmlElement") -> bool:
    return element.tag == "figcaption" or bool(_CAPTION.search(element.get("class", "")))


def _is_banner(element: "HtmlElement") -> bool:
    """Whether an element asks for consent: named so, short beside an article, and no article itself."""
    if element.tag in _STORY or not _BANNER.search(f"{element.get('id', '')} {element.get('class', '')}"):
        return False
    return next(element.iter(*_STORY), None) is None and len(element.text_content()) < _LONGEST_BANNER


_NEVER = frozenset(("html", "head", "body", "meta", "link"))
_STORY = ("article", "main", "h1")
_LONGEST_BANNER = 4_000
_SPACE = re.compile(r"\s+|/\*.*?\*/|!important", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_NAMED = re.compile(r"[a-zA-Z]*([.#][\w-]+)")
_INVISIBLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0?\.?0*;|content-visibility:hidden"
    r"|font-size:0?\.?[0-2]?(?:p[xt]|r?em|%)?;|(?:left|top|right|bottom|text-indent|margin-left|margin-top):-\d{3,}"
    r"|clip:rect\((?:0|1px)|clip-path:inset\((?:50|100)%|transform:(?:scale\(0\)|translate[xy]?\(-\d{4,}))"
)
_CLIPS = re.compile(r"overflow(?:-[xy])?:(?:hidden|clip)")
_NO_SIZE = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01]?(?:px|r?em|%)?;")
_COLOR = re.compile(r"(?:^|(?<=;))(color|background(?:-color)?):([^;]+);")
_WHITES = ("#fff", "#ffffff", "white", "rgb(255,255,255)", "rgba(255,255,255,1)")
_CAPTION = re.compile(
    r"(?i)(?:^|[\s_-])(?:wp-caption-text|fig(?:ure)?-?caption|image-?caption|photo-?credit|caption)(?:$|\s)"
)
_BANNER = re.compile(r"(?i)cookie|consent|gdpr|onetrust|didomi|(?:^|[\s_-])cmp(?:$|[\s_-])")
