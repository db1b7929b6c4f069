"""What of a PDF page's text its reader sees, told by how it is drawn.

Hidden is what is smaller than any print, off the page, drawn in no colour, or in white on white. A picture or a
coloured box may lie under white text; recognised text (OCR) lies unseen over the picture of a scan. It is not told
whether something opaque was drawn over a text later, or a clip or a mask hides it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

Matrix = Sequence[float]
"""a b c d e f (ISO 32000-1, 8.3.3)."""
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Visitor = Callable[[bytes, list[object], Matrix, Matrix], None]
"""Told of each operator, its operands, and the matrices of the page and of the text."""


class Page(Protocol):
    """What is asked of a page; `pypdf.PageObject` is one."""

    @property
    def mediabox(self) -> Iterable[float]:
        """Left, bottom, right and top edge."""

    def get(self, key: str, /) -> object:
        """What the page's dictionary says."""

    def extract_text(self, *, visitor_operand_before: Visitor, visitor_operand_after: Visitor) -> str:
        """All of its text."""


class Seen(NamedTuple):
    """The text of a page."""

    text: str
    """What its reader sees."""
    hidden: int
    """Characters that no reader sees, left out."""
    recognised: int
    """Characters in `text` that lie unseen over a picture."""


def seen_text(page: Page) -> Seen:
    """The text of a page that its reader sees; looked at twice only where some of it is hidden."""
    first = _Look(page)
    text = first.text()
    hidden, recognised = first.verdict()
    if hidden:
        text = _Look(page, leave_out=frozenset(hidden)).text()
    return Seen(text, sum(hidden.values()), recognised)


@dataclass(frozen=True)
class _State:
    """What a text drawn now would look like."""

    size: float = 0.0
    composite: bool = False
    """Whether a character of the font takes two bytes."""
    mode: int = 0
    """3 and 7 draw nothing (ISO 32000-1, table 106)."""
    white: bool = False
    plain: bool = True
    """Whether numbers in the colour space say how bright it is."""


@dataclass(frozen=True)
class _Shown:
    """A piece of text that was drawn."""

    number: int
    count: int
    x: float
    y: float
    state: _State
    """As it was then."""
    hidden: bool
    """Whether it is too small or off the page."""


@dataclass
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left - 1 <= x <= self.right + 1 and self.bottom - 1 <= y <= self.top + 1


@dataclass
class _Look:
    """One extraction, watched operator by operator."""

    page: Page
    leave_out: frozenset[int] = frozenset()
    """Numbers of pieces that are not to be drawn."""
    _state: _State = _State()
    _kept: list[_State] = field(default_factory=list)
    _outer: list[tuple[_State, list[_State], Matrix, object]] = field(default_factory=list)
    _base: Matrix = _SAME
    _resources: object = None
    _path: list[tuple[float, float]] = field(default_factory=list)
    _boxes: list[_Box] = field(default_factory=list)
    _pictures: list[_Box] = field(default_factory=list)
    _shown: list[_Shown] = field(default_factory=list)
    _number: int = 0

    def text(self) -> str:
        self._resources = self.page.get("/Resources")
        return self.page.extract_text(visitor_operand_before=self._before, visitor_operand_after=self._after)

    def verdict(self) -> tuple[dict[int, int], int]:
        """Characters of each piece that no reader sees, and how many are recognised over a picture."""
        hidden, recognised = dict[int, int](), 0
        for one in self._shown:
            pictured = any(box.holds(one.x, one.y) for box in self._pictures)
            unseen = one.hidden
            if one.state.mode in (3, 7):
                unseen = unseen or not pictured
                recognised += 0 if unseen else one.count
            elif one.state.white:
                unseen = unseen or not (pictured or any(box.holds(one.x, one.y) for box in self._boxes))
            if unseen:
                hidden[one.number] = one.count
        return hidden, recognised

    def _before(self, operator: bytes, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        watch = _WATCHED.get(operator)
        if watch is not None:
            try:
                watch(self, operands, cm, tm)
            except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
                return  # An operator that makes no sense draws nothing.

    def _after(self, operator: bytes, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        if operator == b"Do" and self._outer:
            self._state, self._kept, self._base, self._resources = self._outer.pop()

    # Graphics

    def _keep(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._kept.append(self._state)

    def _restore(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def _color_in_space(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._state = replace(self._state, white=self._state.plain and _is_white(_numbers(operands)))

    def _device_color(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._state = replace(self._state, plain=True, white=_is_white(_numbers(operands)))

    def _space(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        name = str(operands[0])
        kind = name if name.startswith("/Device") else str(_at(_at(self._resources, "/ColorSpace", name), 0))
        self._state = replace(self._state, white=False, plain=kind in _PLAIN_SPACES)

    def _draw(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        """Everything until `_after`, if it is a form, is drawn inside it."""
        self._outer.append((self._state, self._kept, self._base, self._resources))
        drawn, base = _at(self._resources, "/XObject", str(operands[0])), _times(cm, self._base)
        if _at(drawn, "/Subtype") == "/Image":
            self._pictures.append(_box([_moved(base, x, y) for x in (0, 1) for y in (0, 1)]))
        self._kept = []
        self._base = _times(_numbers(_at(drawn, "/Matrix")) or _SAME, base)
        self._resources = _at(drawn, "/Resources") or self._resources

    def _picture(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        base = _times(cm, self._base)
        self._pictures.append(_box([_moved(base, x, y) for x in (0, 1) for y in (0, 1)]))

    def _shade(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._boxes.append(_Box(-_FAR, -_FAR, _FAR, _FAR))

    def _point(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        *_, x, y = _numbers(operands)
        self._path.append(_moved(_times(cm, self._base), x, y))

    def _rectangle(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        x, y, width, height = _numbers(operands)
        base = _times(cm, self._base)
        self._path += [_moved(base, x, y), _moved(base, x + width, y), _moved(base, x, y + height)]
        self._path.append(_moved(base, x + width, y + height))

    def _fill(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        if self._path and not self._state.white:
            self._boxes.append(_box(self._path))
        self._path = []

    def _forget(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._path = []

    # Text

    def _font(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        composite = _at(_at(self._resources, "/Font", str(operands[0])), "/Subtype") == "/Type0"
        self._state = replace(self._state, size=_numbers(operands[1:])[0], composite=composite)

    def _render(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        self._state = replace(self._state, mode=int(_numbers(operands)[0]))

    def _show(self, operands: list[object], cm: Matrix, tm: Matrix) -> None:
        number, self._number = self._number, self._number + 1
        if number in self.leave_out:
            operands[-1] = _empty(operands[-1])
            return
        pieces = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        count = sum(len(one.strip()) for one in pieces if isinstance(one, str | bytes))
        if not count:
            return
        place = _times(tm, _times(cm, self._base))
        left, bottom, right, top = (float(edge) for edge in self.page.mediabox)
        off = not _Box(left, bottom, right, top).holds(place[4], place[5])
        small = abs(self._state.size) * max(abs(place[1]), abs(place[3])) < _SMALLEST
        count = (count + 1) // 2 if self._state.composite else count
        self._shown.append(_Shown(number, count, place[4], place[5], self._state, off or small))


def _at(held: object, *names: str | int) -> object:
    """What stands under these names, one inside the other. None: nothing does."""
    for name in names:
        held = held.get_object() if hasattr(held, "get_object") else held
        if isinstance(held, Mapping):
            held = held.get(name)
        elif isinstance(held, list) and isinstance(name, int) and name < len(held):
            held = held[name]
        else:
            return None
    return held.get_object() if hasattr(held, "get_object") else held


def _numbers(operands: object) -> list[float]:
    return [float(one) for one in operands if isinstance(one, int | float)] if isinstance(operands, list) else []


def _is_white(color: list[float]) -> bool:
    """Gray, red-green-blue or, of ink, cyan-magenta-yellow-black."""
    return bool(color) and (max(color) < 0.05 if len(color) == 4 else min(color) > 0.95)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _box(points: list[tuple[float, float]]) -> _Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return _Box(min(across), min(up), max(across), max(up))


def _empty(shown: object) -> object:
    """The operand of an operator that shows text, without any."""
    return type(shown)()


_FAR, _SMALLEST = 1e9, 1.5
_PLAIN_SPACES = frozenset(("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased"))
_Watch = Callable[[_Look, list[object], Matrix, Matrix], None]
_WATCHED: dict[bytes, _Watch] = {
    **{b"q": _Look._keep, b"Q": _Look._restore, b"Do": _Look._draw, b"sh": _Look._shade, b"cs": _Look._space},
    **dict.fromkeys((b"g", b"rg", b"k"), _Look._device_color),
    **dict.fromkeys((b"sc", b"scn"), _Look._color_in_space),
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), _Look._point),
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _Look._fill),
    **dict.fromkeys((b"n", b"s", b"S"), _Look._forget),
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), _Look._show),
    **{b"re": _Look._rectangle, b"Tf": _Look._font, b"Tr": _Look._render, b"INLINE IMAGE": _Look._picture},
}
