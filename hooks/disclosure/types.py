"""The nouns of a disclosure catalog. Plain, frozen, picklable rows; no behaviour beyond what they are.

Dates are ISO text checked by the check stage (`2026-03-02`), moments are `2026-03-02 09:30`: text compares and
pickles fast, and the file's own spelling survives into every output.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from disclosure.approval.policy import Policy
from disclosure.ledger import Entry
from disclosure.parcels import parcel
from disclosure.time_limits import Limit, shipped_limits
from disclosure.working_days import WorkingCalendar

Relation = Literal["replaces", "interprets", "result_of", "responds_to", "corrects"]
RELATIONS: tuple[Relation, ...] = ("replaces", "interprets", "result_of", "responds_to", "corrects")


@parcel
@dataclass(frozen=True, slots=True)
class Category:
    """公开类别: one class of the catalog (条例第十九至二十一条). `place` says which column holds it (专栏姓专)."""

    id: str
    name: str
    article: str = ""
    place: str = "法定主动公开内容"
    document_number: bool = False
    attachments: bool = False
    holds_form: bool = False
    validity: bool = False
    description: str = ""
    required: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    """What the class must cover between its items (公开要点), by their names."""
    absent: str = ""
    """The ISO date on which the office stated that it has no such information (本机关无此类信息)."""


@parcel
@dataclass(frozen=True, slots=True)
class CatalogTable:
    """公开目录表: one of the tables that a local rule asks for; its rows are the items of `categories` (names)."""

    id: str
    name: str
    description: str
    categories: tuple[str, ...]


@parcel
@dataclass(frozen=True, slots=True)
class Theme:
    """主题分类: a theme of the State Council's list; `name` joins both levels by a backslash."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    """机构: the office itself, its divisions (科室), affiliated units and those it issues jointly with."""

    id: str
    name: str
    short: tuple[str, ...] = ()
    kind: str = "本机关"
    phone: str = ""
    liaison: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""
    duties: str = ""
    categories: tuple[str, ...] = ()
    """公开类别 that lie within its duties, by name; empty where nothing was laid down."""


@dataclass(frozen=True, slots=True)
class Status:
    """Later facts about an item (catalog/status/<id>.yml): validity, withdrawal (撤回), topic, keywords.

    `annulled` is how a decision was overturned (变更、撤销、确认违法、确认无效), on which day and by what. `urgent`:
    hidden by one duty person before anybody else agreed (紧急撤回). `sha256` is that of the file.
    """

    id: str
    path: str
    validity: str = ""
    validity_on: str = ""
    validity_basis: str = ""
    withdrawn_kind: str = ""
    withdrawn_on: str = ""
    withdrawn_reason: str = ""
    successor: str = ""
    index: str = ""
    title: str = ""
    topic: str = ""
    keywords: tuple[str, ...] = ()
    urgent: bool = False
    sha256: str = ""
    annulled: str = ""
    annulled_on: str = ""
    annulled_basis: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former site's address and the item that now answers for it (catalog/redirects.csv)."""

    old: str
    item: str
    line: int


@dataclass(frozen=True, slots=True)
class Site:
    """An office's settings as the stages need them. `settings` and `guide` keep the free-form rest of the files.

    `statuses` are those that count: where approval is required, the approved ones. `revised` holds what the ledger
    says of items that were changed after their publication, oldest first.
    `calendar` is what working days are counted on (None: the shipped one), `limits` the terms that bind the office.
    """

    root: Path
    name: str
    column: str
    unit_codes: tuple[str, ...]
    approval: str
    sample: bool
    address: str
    today: str
    attachment_limit: int
    allowed_domains: tuple[str, ...]
    categories: Mapping[str, Category]
    themes: Mapping[str, Theme]
    offices: Mapping[str, Office]
    statuses: Mapping[str, Status]
    redirects: tuple[Redirect, ...]
    settings: Mapping[str, Any]
    guide: Mapping[str, Any]
    synonyms: tuple[tuple[str, ...], ...] = ()
    policy: Policy | None = None
    revised: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    calendar: WorkingCalendar | None = None
    limits: Mapping[str, Limit] = field(default_factory=shipped_limits)
    profiles: tuple[str, ...] = ()
    """Local systems (制度) whose stricter rules the office follows, by their ids in data/systems."""
    preview: bool = False
    """Built to be looked at on this machine: what only lacks approval is shown, with a mark."""
    tables: tuple[CatalogTable, ...] = ()
    """公开目录表 that the office compiles beside its categories, in their order."""
    migration: Mapping[str, str] = field(default_factory=dict)
    """迁移清单: imported items by id, with the digest of what their approval covers."""


@parcel
@dataclass(frozen=True, slots=True)
class Origin:
    """转载来源 of a reprint: who published it first, where and when."""

    source: str
    url: str
    date: str


@parcel
@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: a file in content/files/<year>/<id>/, as its bytes were when the item was checked."""

    name: str
    title: str
    size: int
    sha256: str


@parcel
@dataclass(frozen=True, slots=True)
class Item:
    """公开事项: one approved piece of information, without its body. Absent values are empty text or tuples.

    `corrected` are the moments (as `published`) at which a changed revision took the place of the one before (更正).
    `decided` is the time of the publisher's decision on these bytes, with its zone.
    """

    id: str
    path: str
    sha256: str
    body_line: int
    title: str = ""
    index: str = ""
    document_number: str = ""
    category: str = ""
    theme: str = ""
    office: str = ""
    joint_offices: tuple[str, ...] = ()
    lead_office: str = ""
    disclosure: str = ""
    disclosure_reason: str = ""
    formed: str = ""
    changed: str = ""
    approved_on: str = ""
    printed_on: str = ""
    handed_over_on: str = ""
    deadline_on: str = ""
    deadline_basis: str = ""
    publish_on: str = ""
    published: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    effective: str = ""
    expires: str = ""
    period_end: str = ""
    topic: str = ""
    public_until: str = ""
    title_after: str = ""
    origin: Origin | None = None
    importance: str = "一般"
    department: str = ""
    phone: str = ""
    attachments: tuple[Attachment, ...] = ()
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apply_from: str = ""
    apply_until: str = ""
    amount: str = ""
    who: str = ""
    where: str = ""
    imported_source: str = ""
    imported_url: str = ""
    links: tuple[tuple[str, int], ...] = ()
    pictures: tuple[Attachment, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    """Fields of several parts that checks and topics read (解读方案、征求意见…), by key as in data/fields.yml.

    `originals` are the digests of attachments before what is not public was cut out, by file name."""
    corrected: tuple[str, ...] = ()
    decided: str = ""
    root: str = ""
    """Where the file's bytes lie when not in the site folder: an earlier revision, taken from git."""
    unapproved: bool = False
    """Shown on this machine only, before anybody approved it (本机预览)."""

    @property
    def year(self) -> str:
        """The folder of the item: the year it was registered in (登记年份), fixed with its id."""
        return self.path.split("/")[2]

    @property
    def publication(self) -> str:
        """发布日期, as a moment or date; the ledger's record replaces this once approval is required."""
        return self.published or self.publish_on or self.formed
