"""救济途径: what a letter says about review and lawsuit, by its outcome and the law of its day (data/remedies.yml)."""

from dataclasses import dataclass

from disclosure.data_files import load_data
from disclosure.registers.kinds import Outcome

_FILE = "remedies.yml"


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
    words = track["text"] + track.get("unanswered", "")
    return Track(
        track["id"],
        track["name"],
        words,
        tuple(track["must_contain"]),
        tuple(track["must_not_contain"]),
        rule["source"],
        rule.get("note", ""),
    )
