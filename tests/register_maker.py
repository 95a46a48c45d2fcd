"""Cases of registers, made in a line each: in memory, or as the files a clerk writes."""

from disclosure.registers.kinds import APPLICATIONS
from disclosure.registers.types import Case, Event
from disclosure.time_limits import shipped_limits

LIMITS = shipped_limits()
_DATED = {"当面": "arrived", "口头": "arrived", "挂号邮寄": "arrived"}
INTERNAL = ("catalog/site.yml", "visibility: public", "visibility: internal")


def event(on, what, **facts):
    """One event."""
    return Event(on, what, 1, facts)


def application(received, *events, applicant="自然人", way="当面", number="2026-0001", **facts):
    """An application that counts as received on that day."""
    head = {"applicant": applicant, "way": way, "arrived": received, **facts}
    if way not in _DATED:
        head.setdefault("confirmed", received)
    return Case(APPLICATIONS, number, f"{number}.yml", head, {}, tuple(events))


def case_text(case):
    """The file of a case."""
    lines = ["format: 1", *(f"{key}: {value}" for key, value in case.facts.items())]
    if case.events:
        lines.append("events:")
    for happened in case.events:
        facts = "".join(f', {key}: "{value}"' for key, value in happened.facts.items())
        lines.append(f"  - {{on: {happened.on}, what: {happened.what}{facts}}}")
    return "\n".join(lines) + "\n"


def write_cases(site, cases):
    """Write the files of cases into an office that is internal, and return it."""
    if "visibility: public" in site.read("catalog/site.yml"):
        site.edit(*INTERNAL)
    for case in cases:
        site.write(f"catalog/registers/{case.register}/{case.number[:4]}/{case.number}.yml", case_text(case))
    return site
