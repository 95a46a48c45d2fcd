"""A case of a register: its number, what is known at its beginning, and what happened since. No person, no wording."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from disclosure.registers.kinds import APPLICATIONS, EventKind, RegisterKind, receipt_dates, register_kinds


@dataclass(frozen=True, slots=True)
class Event:
    """One event (办理环节): `on` is an ISO date, `what` its name in data/registers.yml, `facts` its other fields."""

    on: str
    what: str
    line: int
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One case (案件). `number` is its 案号 and only name; `facts` are the head of its file, `lines` where they stand."""

    register: str
    number: str
    path: str
    facts: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def kind(self) -> RegisterKind:
        """What its register is."""
        return register_kinds()[self.register]

    @property
    def received(self) -> str:
        """收到之日, from which terms run; empty while an application by mail or the internet is not confirmed."""
        if self.register == APPLICATIONS:
            return self.facts.get(receipt_dates().get(self.facts.get("way", ""), "arrived"), "")
        return next((self.facts[key] for key in self.kind.dated_by if self.facts.get(key)), "")

    @property
    def arrived(self) -> str:
        """The first day on which the office had it."""
        return self.facts.get("arrived", "") or self.received

    @property
    def imported(self) -> bool:
        """Whether it was closed before this register was kept, so that its clocks are not counted."""
        return bool(self.facts.get("imported"))

    def kind_of(self, event: Event) -> EventKind:
        """What `event` means in this register; an event that is none means nothing."""
        return self.kind.events.get(event.what, EventKind(event.what))

    def until(self, day: str) -> tuple[Event, ...]:
        """What had happened by the end of `day` (ISO date)."""
        return tuple(event for event in self.events if event.on <= day)

    def ended(self, day: str = "9999-12-31") -> Event | None:
        """The event that decided it (答复、终止办理、结案……), where that had come by `day`."""
        return next((event for event in self.until(day) if self.kind_of(event).ends), None)

    def spans(self, day: str = "9999-12-31") -> Iterator[tuple[Event, Event | None]]:
        """Each event that opens a state, with the one that closes it; None where none had by `day`.

        Of several of a kind the first that was opened is the first that is closed.
        """
        events = self.until(day)
        closing = [event for event in events if self.kind_of(event).closes]
        for event in events:
            if self.kind_of(event).opens:
                end = next(
                    (e for e in closing if self.kind_of(e).closes == event.what and e.on >= event.on), None
                )
                if end:
                    closing.remove(end)
                yield event, end


def state_of(case: Case, day: str) -> str:
    """The state (状态) of a case at the end of `day`: what it waits for, or that it is done."""
    if not case.received or case.received > day:
        return "待确认收件"
    events = case.until(day)
    ended = case.ended(day)
    if ended is None:
        open_states = [case.kind_of(event).opens for event, end in case.spans(day) if end is None]
        return open_states[-1] if open_states else "办理中"
    last = events[-1]
    return f"已{last.what}" if last.what in ("送达", "归档", "告知", "重新答复") else f"已{ended.what}"
