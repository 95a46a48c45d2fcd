"""Workers: an item is checked and published by one function, in this process or in others (design 3)."""

import os
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from itertools import repeat
from pathlib import Path

import pytest
import site_maker
from disclosure import workers
from disclosure.publish import site_build
from disclosure.publish.site_build import SHELLS, SiteBuild
from disclosure.workers import ItemPool
from site_maker import TODAY, tree

SHELL = (
    "<!doctype html><html lang=zh-CN><head><title>@@page_title@@</title>@@page_head@@</head>"
    "<body><main>@@page_main@@</main></body></html>"
)
"""The smallest shell: what the package writes does not depend on MkDocs."""


@pytest.fixture(autouse=True)
def no_workers_left():
    """Each test starts its own workers, and leaves none."""
    workers.stop_workers()
    yield
    workers.stop_workers()


def publish(site, folder, processes):
    """Check and publish a site without MkDocs, in so many processes; returns the rows of the check."""
    build = SiteBuild(site.root, TODAY, search=False, processes=processes)
    build.shells = dict.fromkeys(SHELLS, SHELL)
    build.write(folder)
    return build.problems


@pytest.fixture
def many(make_site):
    """The small office with forty items more, some of them faulty."""
    site = make_site()
    for number in range(100, 140):
        body = "见[管理办法](item:2026-00001)。\n" if number % 7 else "<b>错误</b>\n"
        site.add_item(f"2026-{number:05d}", title=f"第{number}号通知", body=body)
    return site


def test_spawned_workers_give_the_same_site(many, tmp_path, monkeypatch):
    """Design 3: per-item halves are picklable; one process and several give the same rows and bytes."""
    alone = publish(many, tmp_path / "alone", 1)
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 3)
    assert alone == publish(many, tmp_path / "together", 2)
    assert tree(tmp_path / "alone") == tree(tmp_path / "together")
    faulty = {"2026-00105", "2026-00112", "2026-00119", "2026-00126", "2026-00133"}
    assert faulty == {row.item for row in alone if row.code == "B001"}, "faults found in workers come back"
    assert [] == site_maker.places_of(tmp_path / "together", "2026-00105"), "a faulty item stays out"


def test_no_pool_is_no_failure(many, tmp_path, monkeypatch):
    """Design 3: one process where a pool cannot start."""

    def refuse(*_arguments, **_options):
        raise PermissionError("this machine starts no processes")

    expected = publish(many, tmp_path / "alone", 1)
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", refuse)
    workers.stop_workers()
    assert expected == publish(many, tmp_path / "refused", 2)
    assert {} == workers._pools
    assert tree(tmp_path / "alone") == tree(tmp_path / "refused")


def test_results_come_in_the_order_of_the_items(monkeypatch):
    """Design 3: sort everything: the order is that of the items, whichever worker was first."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 1)
    assert [str(number) for number in range(50)] == list(ItemPool(str, 2).map(range(50), 50))


def test_a_worker_s_error_is_told(monkeypatch):
    """Design 3: programmer errors raise, in workers too."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    with pytest.raises(ValueError, match="invalid literal"):
        list(ItemPool(int, 2).map(["1", "x"], 2))


def test_nothing_is_written_after_a_stop(tmp_path, monkeypatch):
    """Design 3: a build that stops clears its folder away, so no worker may still be writing there."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 1)
    results = ItemPool(Path.touch, 2).map((tmp_path / str(number) for number in range(500)), 500)
    next(results)
    results.close()
    found = sorted(tmp_path.iterdir())
    assert 0 < len(found) < 500, "the work stops in the midst"
    time.sleep(0.2)
    assert found == sorted(tmp_path.iterdir())


def test_a_worker_that_dies_ends_the_work(monkeypatch):
    """Design 3: what kills a worker would kill this process too: it is told, and the next work starts anew."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 1)
    monkeypatch.setattr(workers, "AHEAD", 1)
    results = ItemPool(_die_of_seven, 2).map(range(20), 20)
    with pytest.raises(BrokenProcessPool):
        list(results)
    assert list(range(5)) == list(ItemPool(abs, 2).map(range(5), 5))


def _die_of_seven(number):
    if number == 7:
        os._exit(1)
    return number


def test_the_switch_is_where_the_design_says():
    """Design 3: one process below some 500 items."""
    assert 300 <= workers.WORTH_IT <= 800
    assert ItemPool is site_build.ItemPool


def test_other_work_is_done_while_workers_have_enough(monkeypatch):
    """Design 3: lists are made by the first process, but not while workers lack items that only it can give them."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 1)
    pool = ItemPool(time.sleep, 2)
    assert not pool.is_supplied(), "nothing has begun"
    results = pool.map(repeat(0.05), 1000)
    next(results)
    assert pool.is_supplied(), "a chunk is done and two dozen are before the workers"
    time.sleep(1.5)
    assert not pool.is_supplied(), "the workers have nothing left"
    results.close()
    assert [None] * 2 == list(pool.map([0, 0], 2))
    assert pool.is_supplied(), "all is given: nobody waits for this process"


def test_workers_can_begin_before_their_work():
    """Design 3: a large build starts its workers first; they load what they need, and its stages use those."""
    workers.begin_workers(("colorsys",), 1)
    assert {} == workers._pools, "one core: this process does all"
    workers.begin_workers(("colorsys",), 2)
    [begun] = workers._pools.values()
    assert 2 == len(begun._processes)
    assert {True} == set(ItemPool(_has_loaded, 2).map(["colorsys"] * workers.WORTH_IT, workers.WORTH_IT))
    assert [begun] == list(workers._pools.values())


def _has_loaded(name):
    return name in sys.modules


def test_few_large_things_are_begun_beside(monkeypatch):
    """Design 8: blocks of the index are made in workers while this process goes on; without workers they are made here."""
    beside = list(workers.run_beside(_with_process, [1, 2, 3], workers.WORTH_IT, 2))
    assert [1, 2, 3] == [number for number, _ in beside], "in order"
    assert os.getpid() not in {process for _, process in beside}
    few = list(workers.run_beside(_with_process, [4], workers.WORTH_IT - 1, 2))
    assert [(4, os.getpid())] == few, "a start of workers would take longer"

    def refuse(_):
        raise OSError("no semaphores here")

    monkeypatch.setattr(workers, "_pool", refuse)
    assert [(5, os.getpid())] == list(workers.run_beside(_with_process, [5], workers.WORTH_IT, 2))


def _with_process(number):
    return number, os.getpid()


def test_workers_begin_before_anybody_waits_for_them(tmp_path, monkeypatch):
    """Design 3: MkDocs makes its pages while workers check the items."""
    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 1)
    pool = ItemPool(Path.touch, 2)
    results = pool.map((tmp_path / str(number) for number in range(5)), 5)
    assert pool.is_at_work
    for _ in range(600):
        if len(list(tmp_path.iterdir())) == 5:
            break
        time.sleep(0.05)
    assert 5 == len(list(tmp_path.iterdir())), "半分钟后仍没有开始"
    assert [None] * 5 == list(results)
    assert not pool.is_at_work


def test_a_pool_that_cannot_start_loses_no_item(monkeypatch):
    """Design 3: what a worker was to be given is done in this process, in the same order, and once."""

    class Broken:
        given = 0

        def __init__(self, *_arguments, **_options):
            pass

        def submit(self, *_arguments):
            Broken.given += 1
            if Broken.given > 3:
                raise BrokenProcessPool
            return workers.Future()

        def shutdown(self, **_options):
            pass

    monkeypatch.setattr(workers, "WORTH_IT", 2)
    monkeypatch.setattr(workers, "CHUNK", 2)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", Broken)
    pool = ItemPool(str, 2)
    results = pool.map(range(20), 20)
    assert not pool.is_at_work
    assert [str(number) for number in range(20)] == list(results)
