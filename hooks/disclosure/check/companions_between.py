"""What has to stand beside an item, looked for in the rest of the catalog: interpretation, result, completion."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from disclosure.check.values import wrong_date
from disclosure.companions import binds, companion_limit, companion_rule
from disclosure.data_files import load_data
from disclosure.deadlines import find_deadline
from disclosure.problems import Problem, problem
from disclosure.time_limits import UNITS
from disclosure.types import Item, Office, Site

_DAY = len("2026-03-02")
_OFFICES = "catalog/offices.yml"
_TOGETHER, _LATER = "同步解读", "暂缓解读"


def check_between(site: Site, items: Sequence[Item]) -> list[Problem]:
    """Rows about what items ask of each other, and about the offices that stand behind them.

    `items` are all that could be read. What is not there is told of the item that asks for it.
    """
    known = {item.id: item for item in items}
    pointing: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        for relation, targets in item.relations.items():
            for target in targets:
                pointing[relation][target].append(item)
    problems: list[Problem] = []
    for item in items:
        problems += _interpretation(site, item, pointing["interprets"][item.id])
        problems += _results(site, item, known, pointing["result_of"][item.id])
    problems += _office_rows(site.offices)
    problems += _liaisons(site, items)
    return problems


def check_points(site: Site, items: Iterable[Item]) -> list[Problem]:
    """What the published items of a category with required points leave open (S7, J8)."""
    covered: dict[str, set[str]] = defaultdict(set)
    for item in items:
        covered[item.category] |= set(item.details.get("points", ()))
    rows = []
    for category in site.categories.values():
        missing = [point for point in category.points if point not in covered[category.name]]
        if missing and category.name in covered:
            words = "、".join(missing)
            rows.append(problem("E032", "catalog/categories.yml", 0, "profile", category.name, missing=words))
    return rows


def _row(item: Item, code: str, field: str, value: str, **facts: Any) -> Problem:
    return problem(code, item.path, 1, field, value, item=item.id, **facts)


def _interpretation(site: Site, item: Item, readings: Sequence[Item]) -> Iterator[Problem]:
    rule = companion_rule("interpretation")
    category = site.categories.get(item.category)
    of_its_kind = category is not None and category.id in rule["interpretations"]
    if of_its_kind and "interprets" not in item.relations and not item.imported_source:
        yield _row(item, "E016", "interprets", "")
    plan = item.details.get("interpretation", {})
    kind = plan.get("plan")
    if kind == _TOGETHER and not readings:
        yield _row(item, "E013", "interpretation", "")
    if kind == _TOGETHER and item.publication:
        limit = rule["latest"]
        for reading in readings:
            if reading.publication and reading.publication[:_DAY] != item.publication[:_DAY]:
                facts = {"on": reading.publication[:_DAY], "published": item.publication[:_DAY]}
                yield _row(item, "E014", "interpretation", reading.id, limit=_latest(limit), **facts)
    if kind == _LATER and not readings and plan.get("until", site.today) < site.today:
        yield _row(item, "E015", "interpretation", plan["until"])


def _latest(name: str) -> str:
    [entry] = [e for e in load_data("time_limits.yml")["publication"] if e["id"] == name]
    return f" {entry['latest']['length']} {UNITS[entry['latest']['unit']]}"


def _results(site: Site, item: Item, known: Mapping[str, Item], results: Sequence[Item]) -> Iterator[Problem]:
    closes = item.details.get("consultation", {}).get("closes", "")
    if closes and not any("opinions" in r.details for r in results):
        limit = companion_limit(companion_rule("consultation_result"))
        if find_deadline(closes, limit).due < site.today:
            yield _row(item, "E019", "consultation", closes, limit=limit.words)
    rule = companion_rule("plan_result")
    if item.period_end and not results and binds(rule, site, item):
        limit = companion_limit(rule)
        if find_deadline(item.period_end, limit).due < site.today:
            yield _row(item, "E024", "period_end", item.period_end, limit=limit.words)
    targets = [known[t] for t in item.relations.get("result_of", ()) if t in known]
    asked = [t for t in targets if "consultation" in t.details]
    rule = companion_rule("pre_disclosure")
    category = site.categories.get(item.category)
    if asked and category and category.id in rule["consultations"] and "opinions" not in item.details:
        yield _row(item, "E020", "opinions", asked[0].id)
    heard = any("consultation" in t.details or "opinions" in t.details for t in targets)
    if not heard and "no_consultation" not in item.details and binds(rule, site, item):
        yield _row(item, "E023", "result_of", "")


def _office_rows(offices: Mapping[str, Office]) -> Iterator[Problem]:
    """A former office keeps its entry, says until when it was there, and who came after it."""
    for office in offices.values():
        days = [day for day in (office.valid_from, office.valid_to) if day and wrong_date(day)]
        if days:  # no item could be judged by them: an error, not a reminder
            facts = {"reason": f"“{'、'.join(days)}”不是 2026-03-02 这样的日期"}
            yield problem("E031", _OFFICES, 0, "offices", office.name, severity="error", **facts)
            continue
        reasons = []
        heir = offices.get(office.successor)
        if office.valid_from and office.valid_to and office.valid_from > office.valid_to:
            reasons.append("起始日期晚于终止日期")
        if office.successor and heir is None:
            reasons.append(f"承接机构“{office.successor}”不在名单中")
        elif office.successor and not office.valid_to:
            reasons.append("写了承接机构，没有写终止日期")
        elif office.name in _heirs(offices, office):
            reasons.append("承接机构又转回了它自己")
        if heir and office.valid_to and heir.valid_from > _day_after(office.valid_to):
            reasons.append(f"承接机构从 {heir.valid_from} 起才有，中间没有机构")
        for reason in reasons:
            yield problem("E031", _OFFICES, 0, "offices", office.name, reason=reason)


def _heirs(offices: Mapping[str, Office], office: Office) -> list[str]:
    """The names of those that came after `office`, one after another, each once."""
    names: list[str] = []
    while office.successor in offices and office.successor not in names:
        office = offices[office.successor]
        names.append(office.name)
    return names


def _day_after(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day


def _liaisons(site: Site, items: Sequence[Item]) -> Iterator[Problem]:
    """J6: every office that publishes has its 信息员; an error where the office chose the rule that says so."""
    hard = companion_rule("liaison")["profile"] in site.profiles
    named: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        named[item.department or item.office].append(item)
    for name in sorted(named):
        office = site.offices.get(name)
        if office is None or office.liaison or (office.valid_to and office.valid_to < site.today):
            continue
        if not hard:
            yield problem("E030", _OFFICES, 0, "liaison", name)
            continue
        for item in named[name]:
            if not item.imported_source:
                yield problem("E030", item.path, 1, "contact", name, item=item.id, severity="error")
