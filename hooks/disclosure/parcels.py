"""Rows that travel to workers and back many thousand times are pickled by their fields, not by their field lists."""

import copyreg
import dataclasses
from operator import attrgetter
from typing import TypeVar

Row = TypeVar("Row")


def parcel(cls: type[Row]) -> type[Row]:
    """Class decorator for a frozen dataclass with slots and two fields or more: half the time of its own pickling."""
    fields = attrgetter(*(field.name for field in dataclasses.fields(cls)))  # type: ignore[arg-type]
    copyreg.pickle(cls, lambda row: (cls, fields(row)))
    return cls
