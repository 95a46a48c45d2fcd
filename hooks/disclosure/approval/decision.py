"""A decision (审批意见) and the exact text that is signed for it.

The text is written once and never again: it is read back from the record as it stands, and its digest names the
decision. Later versions may add keys; a key that is not known makes the decision unusable rather than half-read.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from disclosure.approval.subject import Subject

FORMAT = 1
NAMESPACE = "disclosure-approval@v1"
AGREE, OBJECT = "同意", "不同意"
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\+08:00", re.ASCII)
"""Times are written in one zone, China Standard Time, so that they compare as text."""
MODES = ("key", "paper")
"""key: the person signed it; paper: the registrar signed what stands on the signed sheet (审批表)."""


class DecisionFormatError(ValueError):
    """A text that is no decision of this format."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision in one step of a chain.

    `time` is ISO with minutes and zone. `after` are digests of the decisions relied on, sorted. `evidence` says
    what a paper decision rests on: number, date and scan digest of the sheet, and the registrar. `accepts` are
    findings of the gates that this person lets pass: (problem code, file below content/, reason).
    """

    catalog: str
    subject: Subject
    revision: int
    step: str
    role: str
    person: str
    decision: str
    time: str
    opinion: str = ""
    conditions: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    mode: str = "key"
    evidence: dict[str, str] = field(default_factory=dict)
    on_behalf_of: str = ""
    accepts: tuple[tuple[str, str, str], ...] = ()

    @property
    def signer(self) -> str:
        """Whose signature it must carry: the person's own, or the registrar's for a decision on paper."""
        return self.evidence.get("registrar", "") if self.mode == "paper" else self.person


def digest_of(payload: str) -> str:
    """The name of a decision: SHA-256 of the signed text."""
    return hashlib.sha256(payload.encode("utf-8")).hexdigest()


def write_payload(decision: Decision) -> str:
    """The text to sign: JSON with sorted keys, on one line, without spaces."""
    values = asdict(decision) | {"format": FORMAT}
    if not decision.accepts:
        del values[
            "accepts"
        ]  # the key is younger than the format: what can do without it is read by older programs
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_payload(payload: str) -> Decision:
    """The decision in `payload`. Raises DecisionFormatError for anything else, never another error."""
    try:
        values = json.loads(payload)
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            raise DecisionFormatError("not a decision of format 1")
        decision = Decision(**_typed(values))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DecisionFormatError(str(error)) from error
    if decision.decision not in (AGREE, OBJECT) or decision.mode not in MODES:
        raise DecisionFormatError("neither agreement nor objection")
    if not TIME.fullmatch(decision.time):
        raise DecisionFormatError("a time without minutes or in another zone")
    return decision


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    subject = values["subject"]
    files = tuple((str(name), int(size), str(digest)) for name, size, digest in subject["files"])
    texts = ("catalog", "step", "role", "person", "decision", "time", "opinion", "mode", "on_behalf_of")
    if not all(isinstance(values[key], str) for key in texts) or type(values["revision"]) is not int:
        raise DecisionFormatError("a value has the wrong type")
    evidence = values["evidence"]
    if not isinstance(evidence, dict) or not all(isinstance(v, str) for v in evidence.values()):
        raise DecisionFormatError("evidence is no mapping of texts")
    accepts = tuple((code, path, reason) for code, path, reason in values.get("accepts", ()))
    if not all(isinstance(text, str) for accept in accepts for text in accept):
        raise DecisionFormatError("a finding let pass is no triple of texts")
    return values | {
        "accepts": accepts,
        "subject": Subject(str(subject["id"]), str(subject["sha256"]), files),
        "conditions": tuple(str(c) for c in values["conditions"]),
        "after": tuple(str(a) for a in values["after"]),
    }
