"""Numbers of a workbook as they are shown: dates, percentages, decimals (ECMA-376, 18.8.30)."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_TIMES = {18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56}
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_DECIMALS = re.compile(r"\.([0#?]+)")
_FIRST = datetime(1899, 12, 30)  # noqa: DTZ001  (a serial number has no zone)
_LATE = 1462
"""Days between the two epochs that a workbook may count from."""
_LAST_DAY = 2_958_466
_DIGITS = 15
"""What a spreadsheet keeps of a number."""


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """Formats of a workbook: codes by number, and the number of each cell style. `late`: days count from 1904."""

    codes: dict[str, str]
    of_cells: tuple[str, ...]
    late: bool

    def shown(self, raw: str, style: str) -> str:
        """The stored number `raw` as the cell of that style shows it; as it is stored where no rule is known."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        if not math.isfinite(value):
            return raw
        number = self.of_cells[int(style)] if style.isdecimal() and int(style) < len(self.of_cells) else "0"
        code = self.codes.get(number, "")
        kind = int(number) if number.isdecimal() else 0
        if not code and kind in _DATES | _TIMES:
            return self._moment(value, date=kind in _DATES, time=kind in _TIMES or kind == 22)  # noqa: PLR2004 (m/d/yy h:mm)
        bare = _LITERAL.sub("", code.partition(";")[0] or _BUILT_IN.get(kind, "")).lower()
        clock = bool(re.search("[hs]", bare))
        if clock or re.search(r"[yd]|m(?!.*[0#])", bare):
            return self._moment(value, date=bool(re.search("[yd]", bare)) or not clock, time=clock)
        return _number(value, bare)

    def _moment(self, value: float, *, date: bool, time: bool) -> str:
        days = value + (_LATE if self.late else 0)
        if not 0 <= days < _LAST_DAY:
            return _general(value)
        moment = _FIRST + timedelta(seconds=round(days * 86_400))
        parts = [moment.strftime("%Y-%m-%d")] if date else []
        if time and (moment.hour or moment.minute or moment.second or not date):
            parts.append(moment.strftime("%H:%M:%S" if moment.second else "%H:%M"))
        return " ".join(parts) or _general(value)


def _number(value: float, code: str) -> str:
    """A number by what its format says of decimals, thousands and percent; the rest of formats is looks."""
    if not re.search("[0#]", code):
        return _general(value)
    percent = "%" in code
    decimals = _DECIMALS.search(code)
    wanted = decimals[1].count("0") if decimals else 0
    most = len(decimals[1]) if decimals else 0
    exact = Decimal(str(value)) * (100 if percent else 1)
    if exact.adjusted() > _DIGITS * 2:
        return _general(value)
    # A spreadsheet rounds a half up, where Python takes the even neighbour.
    rounded = exact.quantize(Decimal(1).scaleb(-min(most, _DIGITS)), ROUND_HALF_UP)
    shown = f"{rounded:,f}"
    for _ in range(most - wanted):
        shown = shown.removesuffix("0")
    shown = shown.removesuffix(".")
    if "," not in code:
        shown = shown.replace(",", "")
    return f"{shown}%" if percent else shown


def _general(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    return format(value, f".{_DIGITS}g")
