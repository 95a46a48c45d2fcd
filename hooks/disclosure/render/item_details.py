"""What stands beside an item's eight fields: cuts and their reasons, opinions asked for and adopted, other channels.

Only what the public is meant to read: who was consulted, who decided and how, stays in the file.
"""

from collections.abc import Callable, Mapping
from typing import Any

from disclosure.types import Item


def item_details(item: Item) -> list[dict[str, str]]:
    """Rows of label and text for the page of `item`, in the order in which they are asked for."""
    found = []
    for key, label, words in _ROWS:
        value = item.details.get(key)
        text = words(value) if value else ""
        if text:
            found.append({"label": label, "text": text})
    if item.period_end:
        found.append({"label": "规划期止", "text": item.period_end})
    return found


def _cuts(entries: Any) -> str:
    return "；".join(f"{e.get('part', '')}（{e.get('ground', '')}）：{e.get('reason', '')}" for e in entries)


def _consultation(value: Mapping[str, str]) -> str:
    words = f"{value.get('opens', '')} 至 {value.get('closes', '')}，{value.get('address', '')}"
    return words + (f"。期限较短的理由：{value['short_reason']}" if "short_reason" in value else "")


def _opinions(value: Mapping[str, str]) -> str:
    words = f"收到 {value.get('received', '')} 条，采纳 {value.get('adopted', '')} 条"
    return words + (f"；不采纳的理由：{value['reasons']}" if "reasons" in value else "")


def _interpretation(value: Mapping[str, str]) -> str:
    plan = value.get("plan", "")
    parts = [value[key] for key in ("form", "channel", "time") if key in value]
    parts += [f"理由：{value['reason']}"] if "reason" in value else []
    parts += [f"暂缓至 {value['until']}"] if "until" in value else []
    parts += [f"第一解读人：{value['spokesperson']}"] if "spokesperson" in value else []
    return "；".join([plan, *parts])


def _public_opinion(value: Mapping[str, Any]) -> str:
    parts = [f"发现于 {value.get('found_at', '')}"]
    parts += [f"回应于 {value['responded_at']}"] if "responded_at" in value else []
    parts += [f"新闻发布会 {value['press_at']}"] if "press_at" in value else []
    return "，".join([*parts, "、".join(value.get("answers", ()))])


def _channels(entries: Any) -> str:
    return "；".join(
        " ".join(filter(None, (e.get("name"), e.get("date"), e.get("reference")))) for e in entries
    )


def _plain(value: str) -> str:
    return value


_ROWS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("redactions", "区分处理", _cuts),
    ("proactive_reason", "主动公开理由", _plain),
    ("consultation", "征求意见", _consultation),
    ("no_consultation", "未征求意见的理由", _plain),
    ("opinions", "意见采纳", _opinions),
    ("interpretation", "解读安排", _interpretation),
    ("public_opinion", "舆情回应", _public_opinion),
    ("points", "公开要点", "、".join),
    ("channels", "其他公开渠道", _channels),
)
