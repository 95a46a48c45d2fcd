"""Counts for the annual report, tables three and four (国办公开办函〔2021〕30号): exact, and nothing else leaves a register."""

from collections.abc import Iterable

from disclosure.data_files import load_data
from disclosure.registers.kinds import APPLICATIONS, FILE, REVIEWS, applicant_columns, outcomes
from disclosure.registers.types import Case

RECEIVED, CARRIED_IN, CARRIED_OUT = "received", "carried-in", "carried-out"
"""Rows of table three that are no outcome; the others are the ids of `outcomes()`."""
PENDING = "pending"
"""The column of table four for what was not decided at the end of the year (尚未审结)."""

Cells = dict[str, dict[str, int]]
"""Row id → column id → count."""


def count_applications(cases: Iterable[Case], year: int) -> Cells:
    """Table three of `year`: new, carried in from the year before, every outcome, carried out to the next; no sums.

    A case belongs to the year of its receipt, an outcome to the year of the answer. What waits for 补正, for payment
    or for a decision on secrecy at year end is carried over like any other case. Cases with an unknown kind of
    applicant or outcome are left out: the check reports them.
    """
    columns, rows = applicant_columns(), {name: outcome.id for name, outcome in outcomes().items()}
    names = (RECEIVED, CARRIED_IN, *rows.values(), CARRIED_OUT)
    table: Cells = {row: dict.fromkeys(columns.values(), 0) for row in names}
    first, last = f"{year}-01-01", f"{year}-12-31"
    for case in cases:
        column = columns.get(case.facts.get("applicant", ""))
        ended = case.ended()
        row = rows.get(ended.facts.get("outcome", "")) if ended else ""
        if case.register != APPLICATIONS or column is None or row is None:
            continue
        on = ended.on if ended else ""
        if not case.received or case.received > last or (on and on < first):
            continue
        table[RECEIVED if case.received >= first else CARRIED_IN][column] += 1
        table[row if row and on <= last else CARRIED_OUT][column] += 1
    return table


def count_reviews(cases: Iterable[Case], year: int) -> dict[str, int]:
    """Table four of `year` by column id, without its totals: decided in the year, or pending at its end."""
    data = load_data(FILE)
    kinds, results = data["review_columns"], data["result_columns"]
    cells = {f"{kind}-{result}": 0 for kind in kinds.values() for result in (*results.values(), PENDING)}
    first, last = f"{year}-01-01", f"{year}-12-31"
    for case in cases:
        kind = kinds.get(case.facts.get("kind", ""))
        ended = case.ended()
        result = results.get(ended.facts.get("result", "")) if ended else ""
        if (
            case.register != REVIEWS
            or kind is None
            or result is None
            or not case.received
            or case.received > last
        ):
            continue
        if ended is None or ended.on > last:
            cells[f"{kind}-{PENDING}"] += 1
        elif ended.on >= first:
            cells[f"{kind}-{result}"] += 1
    return cells


def fees_collected(cases: Iterable[Case], year: int) -> tuple[int, int]:
    """信息处理费 collected in `year`: in how many cases, and how many yuan (part six of the report)."""
    paid = []
    for case in cases:
        for notice, payment in case.spans():
            if payment and payment.what == "缴费" and payment.on[:4] == str(year):
                yuan = notice.facts.get("yuan", "")
                paid.append((case.number, int(yuan) if yuan.isdigit() else 0))
    return len({number for number, _ in paid}), sum(yuan for _, yuan in paid)


def not_counted(cases: Iterable[Case]) -> list[str]:
    """案号 of applications that no table can count: with an unknown applicant or outcome, or decided but never confirmed."""
    columns, known = applicant_columns(), outcomes()
    return sorted(
        case.number
        for case in cases
        if case.register == APPLICATIONS
        and (
            case.facts.get("applicant", "") not in columns
            or (
                (ended := case.ended()) and (not case.received or ended.facts.get("outcome", "") not in known)
            )
        )
    )
