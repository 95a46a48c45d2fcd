"""救济途径: what a letter says about review and lawsuit, by its outcome and the law of its day (data/remedies.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from disclosure.data_files import load_data
from disclosure.registers.kinds import Outcome

_FILE = "remedies.yml"
_DEPARTMENT = "local-department"


@dataclass(frozen=True, slots=True)
class Track:
    """A track (复议前置、复议诉讼任选) with its wording. `note`: what the legal division has to confirm first."""

    id: str
    name: str
    text: str
    must_contain: tuple[str, ...]
    must_not_contain: tuple[str, ...]
    source: str
    note: str = ""


def track_for(outcome: Outcome, day: str) -> Track | None:
    """The track that the law of `day` (ISO date) gives an answer with `outcome`; None before the first of the data."""
    data = load_data(_FILE)
    regime = next((r for r in data["regimes"] if r["from"] <= day <= r.get("until", "9999-12-31")), None)
    if regime is None:
        return None
    rule = next(rule for rule in regime["tracks"] if outcome.group in rule["groups"])
    track = next(track for track in data["tracks"] if track["id"] == rule["track"])
    return _track(track, rule["source"], rule.get("note", ""))


def track_named(name: str) -> Track | None:
    """The track called `name` (复议前置); None where there is none."""
    found = (track for track in load_data(_FILE)["tracks"] if track["name"] == name)
    return next((_track(track, track["source"]) for track in found), None)


def _track(track: Mapping[str, Any], source: str, note: str = "") -> Track:
    return Track(
        track["id"],
        track["name"],
        track["text"] + track.get("unanswered", ""),
        tuple(track["must_contain"]),
        tuple(track["must_not_contain"]),
        source,
        note,
    )


def remedy_text(track: Track, day: str, guide: Mapping[str, Any]) -> str:
    """The paragraph of a letter of `day`; the organs are the office's own where its guide names them."""
    authority = next(
        entry["name"]
        for entry in load_data(_FILE)["review_authorities"]
        if entry["office"] == _DEPARTMENT and entry["from"] <= day <= entry.get("until", "9999-12-31")
    )
    court = _organ(guide, "litigation") or "有管辖权的人民法院"
    return track.text.replace("{review_authority}", _organ(guide, "review") or authority).replace(
        "{court}", court
    )


def _organ(guide: Mapping[str, Any], key: str) -> str:
    remedies = guide.get("remedies")
    entry = remedies.get(key) if isinstance(remedies, Mapping) else None
    return str(entry.get("organ") or "") if isinstance(entry, Mapping) else ""


def on_track(text: str, track: Track) -> bool:
    """Whether `text` leads where `track` leads: all its words, and none of those of the other one."""
    return all(word in text for word in track.must_contain) and not any(
        word in text for word in track.must_not_contain
    )
