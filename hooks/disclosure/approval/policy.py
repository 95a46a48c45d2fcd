"""Who may decide (审批授权): persons, roles, keys and their validity, as one version of the policy says."""

from collections.abc import Mapping
from dataclasses import dataclass

from disclosure.approval.chain import division_roles, later_chains

NAMESPACE = "disclosure-policy@v1"


@dataclass(frozen=True, slots=True)
class Person:
    """A person by role name (人员以岗位或姓名登记); times are ISO with zone, empty where open."""

    id: str
    name: str
    roles: frozenset[str]
    key: str
    valid_from: str = ""
    valid_until: str = ""
    revoked_from: str = ""
    offices: frozenset[str] = frozenset()
    """The divisions (处室) whose information the person decides on in a division's role; none named: all."""

    def decides_for(self, role: str, division: str) -> bool:
        """Whether the person decides in `role` on what `division` provided; pages and settings have none (empty)."""
        bound = self.offices and division and role in division_roles()
        return role in self.roles and (not bound or division in self.offices)

    def may_sign(self, time: str) -> bool:
        """Whether the key was good at `time`: judged then, so that old decisions outlive a change of staff."""
        if not self.key or (self.valid_from and time < self.valid_from):
            return False
        return not any(end and time >= end for end in (self.valid_until, self.revoked_from))


@dataclass(frozen=True, slots=True)
class Delegation:
    """授权代签（AB岗）: `deputy` decides for `principal` in `roles` between two times, on a stated basis."""

    principal: str
    deputy: str
    roles: frozenset[str]
    start: str
    end: str
    basis: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """恢复: a version that the roots before it could not sign, put in force by a paper that the superior organ signed.

    `number` and `date` (ISO) of that paper, the digest of its scan, who co-signed it (上级机关) and why.
    """

    number: str
    date: str
    scan_sha256: str
    superior: str
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One accepted version. `routes` map a category to a chain where it is not the default one."""

    version: int
    digest: str
    chain: str
    routes: Mapping[str, str]
    persons: Mapping[str, Person]
    delegations: tuple[Delegation, ...]
    modes: frozenset[str] = frozenset({"required"})
    """Which settings of `approval` the roots allow the site: required unless the policy says more."""
    recovery: Recovery | None = None
    """The last recovery that this version rests on."""

    def chain_for(self, category: str) -> str:
        """The id of the chain for items of `category`, or for a status file of that kind (`status:withdrawal`)."""
        return self.routes.get(category) or later_chains().get(category, self.chain)

    def holds_role(self, person: str, role: str, on_behalf_of: str, time: str, division: str = "") -> bool:
        """Whether `person` may decide in `role` at `time`, in their own right or for the one who delegated it.

        `division` is the one that provided the subject (提供科室), empty where none did.
        """
        known = self.persons.get(person)
        if known is None:
            return False
        if not on_behalf_of:
            return known.decides_for(role, division)
        principal = self.persons.get(on_behalf_of)
        return bool(principal and principal.decides_for(role, division)) and any(
            d.principal == on_behalf_of and d.deputy == person and role in d.roles and d.start <= time < d.end
            for d in self.delegations
        )
