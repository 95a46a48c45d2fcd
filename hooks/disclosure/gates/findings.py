"""The result of looking into a file: findings that show nothing of what they found, and a word for the whole."""

from dataclasses import dataclass, field

from disclosure.gates.text_version.blocks import TextVersion
from disclosure.gates.wording import outcome

_UNREAD = {"M001", "M002", "M003", "M005", "M006", "M018"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem code with its first place in the file, what was found (masked), and how often it comes."""

    code: str
    place: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class FileScan:
    """What looking at a file came to. `depends`: the site's contact data or the item's words had a say in it.

    `text` is its text version where reading it once gave both.
    """

    findings: tuple[Finding, ...]
    has_text: bool
    depends: bool
    text: TextVersion | None = field(default=None, compare=False)

    @property
    def outcome(self) -> str:
        """发现标识, 无法检查 or 未发现标识: there is no word for clean."""
        codes = {finding.code for finding in self.findings}
        return outcome("unreadable" if codes & _UNREAD else "found" if codes else "none")
