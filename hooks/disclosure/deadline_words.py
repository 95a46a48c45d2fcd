"""How a deadline was reached, as sentences a person can check with a calendar in hand."""

from datetime import date

from disclosure.deadlines import WEEKEND, Deadline, Overrun, Span
from disclosure.time_limits import UNITS
from disclosure.working_days import SHIPPED, CalendarYear

WEEKDAYS = "一二三四五六日"


def day_words(day: date | str) -> str:
    """2026-03-13（周五）; a moment keeps its hour."""
    text = day if isinstance(day, str) else day.isoformat()
    return f"{text}（周{WEEKDAYS[date.fromisoformat(text[:10]).weekday()]}）"


def due_words(deadline: Deadline) -> str:
    """The day it ends, marked where it is only the earliest possible one."""
    return ("暂按 " if deadline.provisional else "") + deadline.due


def overrun_words(overrun: Overrun) -> str:
    """已超期 3 个工作日; 至少, where a calendar is missing."""
    least = "至少 " if overrun.missing_year else " "
    return f"已超期{least}{overrun.count} {UNITS[overrun.unit]}"


def explain(deadline: Deadline) -> list[str]:
    """The lines: what was counted from when, what was passed over, which calendars were used, and the result."""
    limit = deadline.limit
    title = f"{limit.name}：" if limit.name else ""
    lines = [f"期限：{title}{limit.words}"]
    if limit.source:
        doubt = "" if limit.verified else "（依据未经核对原文）"
        lines.append(f"依据：{limit.source}{doubt}")
    restart = "，期限自这一天重新计算" if deadline.restarted else ""
    own = "当日不计入" if limit.unit != "hour" else "从这一刻起算"
    lines.append(f"起算：{day_words(deadline.start)}，{own}{restart}")
    if deadline.day_one:
        counted = f"{day_words(deadline.day_one)}为第 1 日，{day_words(deadline.due)}为第 {limit.length} 日"
        lines.append(
            f"计入：{counted}"
            if limit.unit in ("day", "working-day")
            else f"计入：自 {day_words(deadline.day_one)} 起"
        )
    weekends = [span for span in deadline.passed_over if span.name == WEEKEND]
    lines += [f"不计：{_span_words(span)}" for span in deadline.passed_over if span.name != WEEKEND]
    if weekends:
        lines.append(f"不计：{WEEKEND} {sum(span.days for span in weekends)} 天")
    if deadline.worked:
        lines.append(f"计入调休上班：{'、'.join(map(day_words, deadline.worked))}")
    lines += [f"日历：{_year_words(year)}" for year in deadline.years]
    if deadline.provisional:
        years = "、".join(f"{year} 年" for year in deadline.provisional)
        lines.append(
            f"日历：没有 {years}的工作日历。周一至周五除法定固定假日外都按上班计算，所以下面是最早可能的到期日；"
            "放假安排的通知公布以后，用 disclosure calendar add 补上，重新计算"
        )
    lines.append(f"到期：{'暂按 ' if deadline.provisional else ''}{day_words(deadline.due)}")
    return lines


def _span_words(span: Span) -> str:
    until = "" if span.first == span.last else f"至 {day_words(span.last)}"
    return f"{span.name} {day_words(span.first)}{until}，{span.days} 天"


def _year_words(year: CalendarYear) -> str:
    checked = "已与通知核对" if year.checked else "未与通知原文核对"
    place = f"{SHIPPED}的日历" if year.place == SHIPPED else year.place
    return f"{year.year} 年，{place}，{checked}（{year.source}）"
