"""The State Council's yearly holiday notice (关于部分节假日安排的通知) → days off and weekend days that are worked.

Understands the forms of 2007 to today: ranges, 补休, 与周末连休, 公休日调至, 放假公休. What is not understood, and what
contradicts itself (a weekday, a count), is said and never guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from disclosure.chinese_numbers import ordinal_value
from disclosure.data_files import load_data
from disclosure.working_days import CalendarYear

_SATURDAY = 5
_TITLE = re.compile(r"(?:关于)?(\d{4})年部分节假日安排")
_NUMBER = r"\D?(\d{4})\D?(\d+)号"
_ISSUED = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_ISSUED_WORDS = r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"
_SECTION = re.compile(r"(?:[一二三四五六七八九十]、|[1-9][、.]|——)([^:,。;]{2,30}):")
_DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_TO = re.compile(r"(?:至|到|—+|-+|–|~)")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_COUNT = re.compile(r"(?:共|放假)(\d+)天")
_END = re.compile(r"节假日期间|鼓励单位和个人")
_WEEKDAYS = "一二三四五六日"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One holiday: its name, all days off as the notice counts them, and the weekend days worked for it."""

    name: str
    off: tuple[date, ...]
    worked: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """What was understood. `doubts` are sentences about what was not, or contradicts itself; empty when all is well."""

    year: int
    number: str
    issued: str
    arrangements: tuple[Arrangement, ...]
    doubts: tuple[str, ...]

    @property
    def source(self) -> str:
        """The notice by its title and number."""
        return title_of(self.year) + (f"（{self.number}）" if self.number else "")

    def calendar_year(self, place: str) -> CalendarYear:
        """The year as terms are counted on it."""
        off = {day: a.name for a in self.arrangements for day in a.off if day.weekday() < _SATURDAY}
        worked = frozenset(day for a in self.arrangements for day in a.worked)
        return CalendarYear(self.year, off, worked, self.source, place, checked=True)


def title_of(year: int | str) -> str:
    """The title of the notice for `year`."""
    return str(load_data("calendars.yml")["notice_of"]["title"]).format(year=year)


class NoNoticeError(ValueError):
    """A text that is no yearly holiday notice."""


def read_notice(text: str) -> HolidayNotice:
    """The notice in `text`, pasted or from a file. Raises NoNoticeError where there is no notice of a year in it."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    title = _TITLE.search(plain)
    heads = list(_SECTION.finditer(plain))
    if not title or not heads:
        raise NoNoticeError
    form = load_data("calendars.yml")["notice_of"]
    year = int(title[1])
    doubts: list[str] = []
    found = []
    ends = [*(head.start() for head in heads[1:]), len(plain)]
    for head, end in zip(heads, ends, strict=True):
        body = plain[head.end() : end]
        body = _END.split(body.partition(form["issuer"])[0])[0]
        found.append(_Section(_name(head[1]), body, year, doubts).read())
    doubts += _doubts_of_whole(year, found)
    number = re.search(form["number"] + _NUMBER, plain)
    return HolidayNotice(
        year,
        f"{form['number']}〔{number[1]}〕{number[2]}号" if number else "",
        _issued(plain, form["issuer"]),
        tuple(found),
        tuple(dict.fromkeys(doubts)),
    )


def _name(written: str) -> str:
    """元旦, 中秋节、国庆节; “五一”国际劳动节 and “十一” by the name they have today."""
    name = re.sub(r"\([^()]*\)|[“”\"'‘’]", "", written)
    return str(load_data("calendars.yml")["names"]["former"].get(name, name))


def _issued(plain: str, issuer: str) -> str:
    """The date below the notice, in figures or in Chinese; an empty text where it has none."""
    if figures := list(re.finditer(issuer + _ISSUED, plain)):
        year, month, day = map(int, figures[-1].groups())
    elif words := list(re.finditer(issuer + _ISSUED_WORDS, plain)):
        digits = words[-1][1].replace("〇", "零").replace("○", "零")
        year = int("".join(str(_DIGITS.index(c)) for c in digits))
        month, day = (ordinal_value(words[-1][n]) for n in (2, 3))
    else:
        return ""
    made = _make(year, month, day)
    return made.isoformat() if made else ""


def _doubts_of_whole(year: int, found: list[Arrangement]) -> Iterator[str]:
    names = load_data("calendars.yml")["names"]
    if year >= names["since"]:
        missing = [name for name in names["yearly"] if not any(name in a.name for a in found)]
        if missing:
            yield f"没有找到{'、'.join(missing)}的安排"
    off = {day for a in found for day in a.off}
    worked = [day for a in found for day in a.worked]
    for day in worked:
        if day in off:
            yield f"{day} 既放假又上班"
        elif day.weekday() < _SATURDAY:
            yield f"{day} 不是周末，不应列为调休上班"
    for day in sorted(day for day in off if abs(day.year - year) > 1):
        yield f"{day} 不在这一年前后"


class _Section:
    """One holiday's sentences, clause by clause."""

    def __init__(self, name: str, body: str, year: int, doubts: list[str]) -> None:
        # A comma inside brackets divides no clauses: 6月8日（农历五月初五，端午节）.
        self.body = re.sub(r"\(([^()]*)\)", lambda m: f"({m[1].replace(',', '、')})", body)
        self.name, self.year, self.doubts = name, year, doubts
        self.turn = f"{year - 1}年" in body
        self.month, self.stated_year = 0, 0

    def read(self) -> Arrangement:
        off: list[date] = []
        worked: list[date] = []
        moved: list[date] = []
        last: list[date] = []
        for clause in re.split(r"[。;,]", self.body):
            if not clause or "鼓励" in clause or "安排职工" in clause:
                continue
            before, moves, after = clause.partition("公休日")
            if moves and "调至" in after:
                moved += self._days(before)
                off += self._days(after)
            elif "上班" in clause:
                worked += self._days(clause)
            elif "放假" in clause or "补休" in clause:
                last = self._days(clause)
                off += last
            elif _DAY.search(clause) and "公休" not in clause and "法定" not in clause:
                self.doubts.append(f"{self.name}：看不懂“{clause}”")
            else:
                self._days(clause)  # only its weekdays are held against the calendar
            if count := _COUNT.search(clause):
                self._check_count(int(count[1]), last)
        if not off:
            self.doubts.append(f"{self.name}：没有读出放假的日子")
        rest = set(off)
        # Days moved elsewhere are worked, unless they are off for another reason (2007: 18日既是春节又是公休日).
        return Arrangement(
            self.name, tuple(sorted(rest)), tuple(sorted({*worked, *(d for d in moved if d not in rest)}))
        )

    def _check_count(self, stated: int, days: list[date]) -> None:
        if days and stated != len(days):
            self.doubts.append(f"{self.name}：通知写共 {stated} 天，读出的是 {len(days)} 天")

    def _days(self, clause: str) -> list[date]:
        """All days that the clause names, ranges filled in."""
        matches = list(_DAY.finditer(clause))
        days = [self._day(match) for match in matches]
        found = [day for day in days[:1] if day]
        for (first, start), (second, end) in pairwise(zip(matches, days, strict=True)):
            if not start or not end:
                found += [end] if end else []
            elif _TO.fullmatch(clause[first.end() : second.start()]):
                if not timedelta(0) < end - start < timedelta(days=31):
                    self.doubts.append(f"{self.name}：看不懂从 {start} 到 {end}")
                    continue
                found += [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
            else:
                found.append(end)
        return found

    def _day(self, match: re.Match[str]) -> date | None:
        self.month = int(match[2]) if match[2] else self.month
        if match[1]:
            self.stated_year = int(match[1])
        elif match[2]:
            self.stated_year = 0
        weekday = _WEEKDAY.search(match[4] or "")
        # Notices leave out the year of a December before the new year; its weekday tells which one is meant.
        usual = self.year - 1 if self.turn and self.month == 12 else self.year  # noqa: PLR2004
        years = [self.stated_year] if self.stated_year else list(dict.fromkeys((usual, self.year)))
        made = [day for y in years if (day := _make(y, self.month, int(match[3])))]
        if not made:
            self.doubts.append(f"{self.name}：没有“{match[0]}”这一天")
            return None
        if weekday is None:
            return made[0]
        stated = _WEEKDAYS.index(weekday[1].replace("天", "日"))
        fitting = [day for day in made if day.weekday() == stated]
        if not fitting:
            name = _WEEKDAYS[made[0].weekday()]
            self.doubts.append(f"{self.name}：{made[0]} 是周{name}，通知写周{weekday[1]}")
        return (fitting or made)[0]


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
