"""What one item has to bring with it: its proposal, its plan of interpretation, its consultation, its own words."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from disclosure.companions import binds, companion_rule
from disclosure.deadlines import find_deadline
from disclosure.problems import Problem, Severity, problem
from disclosure.types import Item, Site

_TOGETHER, _LATER = "同步解读", "暂缓解读"
_PLAN = {"form": "解读形式", "channel": "解读渠道", "time": "解读时间", "material": "解读材料"}
_OPEN = "主动公开"


def check_companions(site: Site, item: Item, body: str, lines: Mapping[str, int]) -> list[Problem]:
    """Rows of one item with its `body`; `lines` are those of its fields."""

    def row(
        code: str, field: str, value: str = "", severity: Severity | None = None, **facts: Any
    ) -> Problem:
        line = lines.get(field, 1)
        return problem(code, item.path, line, field, value, item=item.id, severity=severity, **facts)

    found = [*_proposed(site, item, row), *_interpretation(site, item, row), *_consultation(site, item, row)]
    found += _words(site, item, body, partial(problem, path=item.path, item=item.id))
    found += _public_opinion(site, item, row)
    return found


def _proposed(site: Site, item: Item, row: Any) -> Iterator[Problem]:
    """X4: who proposed it and why. Q49: what the plan of the meeting says."""
    if "proposal" not in item.details and binds(companion_rule("proposal"), site, item):
        yield row("E009", "proposal")
    if "meeting_plan" not in item.details and binds(companion_rule("meeting_plan"), site, item):
        yield row("E033", "meeting_plan")


def _interpretation(site: Site, item: Item, row: Any) -> Iterator[Problem]:
    plan = item.details.get("interpretation")
    if plan is None:
        if binds(companion_rule("interpretation"), site, item):
            yield row("E010", "interpretation")
        return
    kind = plan.get("plan", "")
    if kind == _TOGETHER:
        lacking = [label for key, label in _PLAN.items() if not plan.get(key)]
        if lacking:
            yield row("E011", "interpretation", "、".join(lacking))
    else:
        lacking = [] if plan.get("reason") else ["理由"]
        lacking += ["暂缓到哪一天"] if kind == _LATER and not plan.get("until") else []
        if lacking:
            yield row("E012", "interpretation", kind, lacking="、".join(lacking))


def _consultation(site: Site, item: Item, row: Any) -> Iterator[Problem]:
    category = site.categories.get(item.category)
    asked = item.details.get("consultation")
    of_its_kind = category is not None and category.id in companion_rule("pre_disclosure")["consultations"]
    if of_its_kind and asked is None and "result_of" not in item.relations and not item.imported_source:
        yield row("E018", "consultation")
    if asked and asked.get("opens", "") < asked.get("closes", "") and not asked.get("short_reason"):
        limit = site.limits["consultation-period"]
        days = (date.fromisoformat(asked["closes"]) - date.fromisoformat(asked["opens"])).days + 1
        if days < limit.length:
            source = limit.article or limit.source
            yield row("E017", "consultation", str(days), limit=limit.words, source=source)
    counted = item.details.get("opinions", {})
    if "received" not in counted or "adopted" not in counted:
        return
    received, adopted = int(counted["received"]), int(counted["adopted"])
    if adopted > received:
        yield row("E022", "opinions", str(adopted), received=received)
    elif adopted < received and not counted.get("reasons"):
        yield row("E021", "opinions", str(adopted), received=received)


def _words(site: Site, item: Item, body: str, row: Any) -> Iterator[Problem]:
    """Q43: the note that a document printed for the public carries. Q6: the original's words and no others."""
    note = companion_rule("annotation")
    mark = note["text"]
    numbered = bool(item.document_number) and item.disclosure == _OPEN and item.origin is None
    if numbered and body.strip() and mark not in body and binds(note, site, item):
        yield row("E025", line=item.body_line, field="正文", value=mark)
    rule = companion_rule("original_text")
    if binds(rule, site, item):
        for number, line in enumerate(body.split("\n")):
            for word in rule["words"]:
                if word in line:
                    yield row("E026", line=item.body_line + number, field="正文", value=word)


def _public_opinion(site: Site, item: Item, row: Any) -> Iterator[Problem]:
    """Q54, Q56: real hours, nights and holidays included; without a time of its own the publication answers.

    A grave incident has its press conference (新闻发布会), which is missed once the day of its end is over.
    """
    told = item.details.get("public_opinion")
    if not told or "found_at" not in told or "level" not in told:
        return
    rule, start = companion_rule("public_opinion"), told["found_at"]
    answered = told.get("responded_at") or item.published or item.publish_on or item.formed
    asked = (("E027", "terms", answered, ""), ("E039", "press", told.get("press_at", ""), site.today))
    for code, terms, on, today in asked:
        limit = site.limits.get(rule[terms].get(told["level"], ""))
        if limit is None:
            continue
        due, moment = find_deadline(start, limit, site.calendar).due, on or today
        if moment[: len(due)] > due[: len(moment)]:
            facts = {"start": start, "limit": limit.words, "source": limit.article or limit.source}
            yield row(code, "public_opinion", due, on=on or "没有写明", **facts)
