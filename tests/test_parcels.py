"""Rows on their way to workers and back (design 3: small picklable results)."""

import copyreg
import dataclasses
import pickle

import pytest
from disclosure.model.validity import Validity
from disclosure.model.view import ItemView, Neighbour
from disclosure.parcels import parcel
from disclosure.problems import Problem, problem
from disclosure.publish.writer import Written
from disclosure.types import Attachment, Item, Origin

TRAVELLERS = (Attachment, Item, ItemView, Neighbour, Origin, Problem, Validity, Written)


def test_a_row_arrives_as_it_left():
    """Design 3: workers give the same rows as one process, what a comparison passes over included."""
    item = Item(
        "2026-00001",
        "content/items/2026/2026-00001.md",
        "0" * 64,
        12,
        title="关于某事的通知",
        attachments=(Attachment("a.pdf", "附件", 12, "1" * 64),),
        origin=Origin("示例市人民政府", "", "2026-01-02"),
        relations={"replaces": ("2025-00001",)},
    )
    row = problem("B001", item.path, 12, "正文", "<b>", item=item.id)
    for sent in (item, row, Validity("有效"), Written("index.html", 1, "2" * 64)):
        arrived = pickle.loads(pickle.dumps(sent))  # noqa: S301
        assert sent == arrived
        assert dataclasses.asdict(sent) == dataclasses.asdict(arrived), "a field was lost on the way"


@pytest.mark.parametrize("cls", TRAVELLERS)
def test_what_travels_is_a_parcel(cls):
    """Design 8: ten thousand items go to workers and back twice; their own pickling takes three times as long."""
    assert cls in copyreg.dispatch_table, f"{cls.__name__} lacks @parcel"
    assert cls.__dataclass_params__.frozen, "a row that travels is a copy: nobody may write into it"


def test_a_class_with_slots_stays_what_it_is():
    """Design 3: rows stay plain."""

    @parcel
    @dataclasses.dataclass(frozen=True, slots=True)
    class Pair:
        left: int
        right: int

    assert (Pair, (1, 2)) == copyreg.dispatch_table[Pair](Pair(1, 2))
    assert not hasattr(Pair(1, 2), "__dict__")
