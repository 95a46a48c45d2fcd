"""The local systems that an office chose: where they conflict with the law, and which of their chains is in use."""

from collections.abc import Iterator

from disclosure.problems import Problem, problem
from disclosure.systems import shipped_systems
from disclosure.types import Site

_PATH = "catalog/site.yml"


def check_systems(site: Site) -> Iterator[Problem]:
    """Information only: the law counts whatever a local system says, and the office is told."""
    for name in site.profiles:
        system = shipped_systems()[name]
        for conflict in system.conflicts:
            yield problem(
                "S014",
                _PATH,
                field="profiles",
                value=f"{conflict.duty} {conflict.point}",
                name=system.name,
                local=conflict.local.rstrip("。"),
                law=conflict.law.rstrip("。"),
                counts=conflict.counts,
            )
        used = site.policy.chain if site.policy else ""
        if used and used not in system.chains:
            yield problem("V175", _PATH, 0, "profiles", system.name, used=used, own="、".join(system.chains))
