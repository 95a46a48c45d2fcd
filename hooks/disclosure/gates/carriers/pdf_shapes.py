"""Dark boxes drawn over text: the text below stays in the file and can be copied (非密处理要删除，不能遮盖)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_FILLS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_ENDS = {*_FILLS, b"n", b"S", b"s"}
_SHOWN = {b"Tj", b"TJ", b"'", b'"'}
_DARK = 0.35
"""Luminance below which a fill hides black print."""
_OPAQUE = 0.6
_HALF = 0.5
"""Width of a byte of a string in units of the type size: half an em for Latin print, two bytes for a Chinese character."""
_LEAST = 1.0
"""Points: what is thinner is a line."""

Matrix = Sequence[float]


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _State:
    colour: float = 0.0
    size: float = 1.0
    opaque: bool = True


@dataclass(slots=True)
class CoveredText:
    """Follows the drawing of one page; `covered` says how many strings lie below a dark box drawn after them.

    `faint` are the names of graphic states through which what lies below stays visible.
    """

    faint: frozenset[str] = frozenset()
    covered: int = 0
    _state: _State = field(default_factory=_State)
    _saved: list[_State] = field(default_factory=list)
    _path: list[_Box] = field(default_factory=list)
    _lines: list[tuple[float, float]] = field(default_factory=list)
    _shown: list[_Box] = field(default_factory=list)

    def operator(self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix) -> None:
        """Take one drawing operator with the matrices that hold before it. Never raises for odd operands."""
        try:
            self._take(operator, operands, cm, tm)
        except (TypeError, ValueError, IndexError, AttributeError, ArithmeticError):
            return

    def _take(self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix) -> None:
        state = self._state
        if operator == b"q":
            self._saved.append(_State(state.colour, state.size, state.opaque))
        elif operator == b"Q" and self._saved:
            self._state = self._saved.pop()
        elif operator == b"Tf":
            state.size = float(operands[1])
        elif operator == b"gs":
            state.opaque = str(operands[0]) not in self.faint
        elif operator in (b"g", b"rg", b"k", b"sc", b"scn"):
            state.colour = _luminance([float(part) for part in operands])
        elif operator == b"cs":
            state.colour = 0.0
        elif operator == b"re":
            x, y, width, height = (float(part) for part in operands)
            self._path.append(_box([_at(cm, x, y), _at(cm, x + width, y + height)]))
        elif operator in (b"m", b"l"):
            self._lines.append(_at(cm, float(operands[0]), float(operands[1])))
        elif operator in _ENDS:
            if operator in _FILLS and state.colour < _DARK and state.opaque:
                self._fill()
            self._path, self._lines = [], []
        elif operator in _SHOWN:
            self._show(operands, cm, tm)

    def _fill(self) -> None:
        boxes = list(self._path)
        corners = set(self._lines)
        upright = len({x for x, _ in corners}) == 2 and len({y for _, y in corners}) == 2  # noqa: PLR2004 (a box)
        if upright and len(self._lines) <= 5:  # noqa: PLR2004 (four corners, and the first again)
            boxes.append(_box(self._lines))
        for box in boxes:
            if box.right - box.left < _LEAST or box.top - box.bottom < _LEAST:
                continue
            below = [text for text in self._shown if _hides(box, text)]
            self.covered += len(below)
            self._shown = [text for text in self._shown if text not in below]

    def _show(self, operands: Any, cm: Matrix, tm: Matrix) -> None:
        strings = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        length = sum(_bytes(part) for part in strings)
        size = self._state.size * math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        x, y = _at(cm, tm[4], tm[5])
        if length and size:
            self._shown.append(_Box(x, y, x + length * _HALF * size, y + size))


def _bytes(part: Any) -> int:
    """How many bytes a string operand has; the numbers between strings have none."""
    if isinstance(part, bytes):
        return len(part)
    return len(getattr(part, "original_bytes", part)) if isinstance(part, str) else 0


def _hides(box: _Box, text: _Box) -> bool:
    """Whether a box lies over the middle of a line of print, and over more than one letter of it."""
    size = text.top - text.bottom
    middle = text.bottom + size / 3
    wide = min(box.right, text.right) - max(box.left, text.left)
    return box.bottom <= middle <= box.top and box.top - box.bottom >= size / 2 and wide >= size


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _box(points: Sequence[tuple[float, float]]) -> _Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _Box(min(xs), min(ys), max(xs), max(ys))


def _luminance(parts: list[float]) -> float:
    """How light a colour of one (grey), three (RGB) or four (CMYK) parts is, from 0 to 1; unknown ones are light."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 3:  # noqa: PLR2004 (RGB)
        return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2]
    if len(parts) == 4:  # noqa: PLR2004 (CMYK)
        return 1 - min(1.0, 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2] + parts[3])
    return 1.0


def is_faint(opacity: Any) -> bool:
    """Whether a graphic state with this opacity lets what lies below be seen."""
    try:
        return float(opacity) < _OPAQUE
    except (TypeError, ValueError):
        return False
