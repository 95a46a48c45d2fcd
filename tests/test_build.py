"""Building a whole site: the same bytes everywhere, fail closed item by item, the old site stays (design 3, 4, 7)."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import planted_files
import pytest
import site_maker
from disclosure.publish.folders import MANIFEST, SUMS, release_folder
from disclosure.verify.pages import check_pages
from site_maker import TODAY, places_of, tree

ROOT = Path(__file__).resolve().parents[1]
PLAIN = {"DISCLOSURE_SEARCH": "off"}


def mkdocs_build(folder, *options, today=TODAY):
    """Run plain MkDocs in a clone, where today comes from SOURCE_DATE_EPOCH."""
    noon = datetime.fromisoformat(f"{today}T12:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    epoch = {"SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    env = site_maker.surroundings({**PLAIN, **epoch})
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def make_clone(folder):
    """A clone of the generator with its sample office, as an office starts out."""
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("hooks", "overrides", "content", "catalog"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def test_a_scratch_site_builds(built):
    """Design 7: mkdocs.yml, content/ and catalog/ are a site; build says what it did and leaves a manifest."""
    assert {"catalog", "content", "mkdocs.yml", ".cache", "site"} == {
        path.name for path in built.root.iterdir()
    }
    pages = (
        *(
            "index.html",
            "guide.html",
            "systems.html",
            "catalog/index.html",
            "reports.html",
            "apply.html",
            "search.html",
        ),
        *(
            "statistics.html",
            "open-calls.html",
            "accessibility.html",
            "404.html",
            "about.html",
            "catalog/all.html",
        ),
        *("items/2026/2026-00001.html", "files/2026/2026-00001/plan.pdf"),
        *(
            "feeds/new.xml",
            "feeds/changed.xml",
            "feeds/withdrawn.xml",
            "sitemap.xml",
            "catalog.json",
            "catalog.csv",
        ),
        *(
            "catalog.xlsx",
            "zwgk/2019/t20190611_1.htm",
            "catalog/category.penalties.html",
            "catalog/year.2019.html",
        ),
    )
    assert [] == [page for page in pages if not (built.out / page).is_file()], (
        "promised addresses are missing"
    )
    done = built.run("verify")
    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_the_smallest_office_builds(make_site):
    """Design 4: what an office has not written yet (guide, address, pages) is no reason to fail."""
    site = make_site("bare")
    done = site.build()
    assert 0 == done.returncode, done.stderr
    assert "G001" in done.stdout, "the missing guide is told"
    assert not (site.out / "sitemap.xml").exists(), "a sitemap needs the site's address"
    assert [] == list(check_pages(site.out))


def test_the_same_bytes_in_another_place_zone_and_language(built, tmp_path):
    """Design 3: output bytes are a function of commit, lock, settings and today, in any folder, zone and locale."""
    site = site_maker.make_site(tmp_path / "空 格" / "办公 目录")
    abroad = {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = site.build(search=True, env=abroad)
    assert 0 == done.returncode, done.stderr
    assert tree(built.out) == tree(site.out)
    for name in (MANIFEST, SUMS):
        here, there = (release_folder(s.root, s.out) / name for s in (built, site))
        assert here.read_bytes() == there.read_bytes(), (
            f"{name} is the same everywhere, so that one signature holds"
        )
    assert [] == places_of(site.out, str(tmp_path)), "no path of the machine is published"


def test_plain_mkdocs_in_a_clone_gives_the_same_bytes(tmp_path):
    """Design 7: in a clone, plain `mkdocs build` gives the same bytes; --strict is content with the clean sample."""
    clone = make_clone(tmp_path / "clone")
    today = "2026-11-20"
    done = mkdocs_build(clone, "--strict", today=today)
    assert 0 == done.returncode, done.stderr
    plain = tree(clone / "site")
    site = site_maker.ScratchSite(clone)
    done = site.build("--out", str(tmp_path / "elsewhere"), today=today)
    assert 0 == done.returncode, done.stderr
    assert plain == tree(tmp_path / "elsewhere")
    page = clone / "content" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[断链](nowhere.md)\n", encoding="utf-8")
    done = mkdocs_build(clone, "--strict", today=today)
    assert 0 != done.returncode, "a warning fails a strict build"
    assert plain == tree(clone / "site"), "and the old site stays"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """An office in which one item has an error, one has lost its office's name, and the others are well."""
    site = site_maker.make_site(tmp_path_factory.mktemp("mixed") / "office")
    site.add_item(
        "2026-00021",
        title="夏季用电负荷预测通报",
        category="其他政策文件",
        body="预测<script>alert(1)</script>",
    )
    site.write("content/files/2026/2026-00021/load.csv", "时段,负荷\n")
    site.edit(
        "content/items/2026/2026-00021.md",
        "contact:",
        "attachments: [{file: load.csv, title: 负荷表}]\ncontact:",
    )
    site.add_item(
        "2026-00022",
        title="旧网站的一则通知",
        category="通知公告",
        publish_on=None,
        extra="imported: {source: 原门户网站}\n",
    )
    site.add_item(
        "2026-00023",
        title="与预测有关的通知",
        body="见[预测通报](item:2026-00021)。\n",
        extra="responds_to: [2026-00021]\n",
    )
    site.edit("content/items/2026/2026-00001.md", "## 二、附则", "![拨付流程](chart.png)\n\n## 二、附则")
    for name in ("chart.png", "unlisted.png"):
        site.write(f"content/files/2026/2026-00001/{name}", planted_files.png())
    site.write("content/about.md", "# 机构概况\n\n见[通知](item:2026-00011)和[预测通报](item:2026-00021)。\n")
    return site, site.build(search=True)


def test_an_item_with_an_error_is_nowhere(mixed):
    """Design 3: in no page, list, feed, index, sitemap or attachment folder; the rest is published; exit code 1."""
    site, done = mixed
    assert 1 == done.returncode, done.stderr
    for needle in ("2026-00021", "夏季用电负荷预测通报", "load.csv", "负荷表"):
        assert [] == places_of(site.out, needle), f"{needle} must not be published"
    for needle in ("2026-00023", "与预测有关的通知"):
        places = places_of(site.out, needle)
        expected = {
            "items/2026/2026-00023.html",
            "catalog/all.html",
            "feeds/new.xml",
            "catalog.json",
            "catalog.csv",
            "catalog.xlsx",
        }
        assert expected <= set(places), f"{needle} is published"
    assert "items/2026/2026-00023.html" in places_of(site.out, "预测通报"), "the words of a link stay"
    assert [] == list(check_pages(site.out, "https://small.example.gov.cn/disclosure/")), (
        "no link leads nowhere"
    )


def test_a_picture_of_the_body_is_published(mixed):
    """Design 4: pictures lie with the item's files, are checked like them, and are shown."""
    site, _ = mixed
    assert "files/2026/2026-00001/chart.png" in site_maker.tree(site.out)
    assert [] == places_of(site.out, "unlisted.png"), "a file that no item names is not published"
    html = (site.out / "items/2026/2026-00001.html").read_text(encoding="utf-8")
    assert 'src="../../files/2026/2026-00001/chart.png" alt="拨付流程"' in html


def test_what_is_held_back_is_told(mixed):
    """Design 3: the 隔离清单 names the item, and every problem has its place, code and advice."""
    _, done = mixed
    assert "隔离清单（1 件，改正前不发布）：2026-00021" in done.stderr
    assert "content/items/2026/2026-00021.md:16: 错误 B001" in done.stdout
    assert "错误 F001" in done.stdout, "one run reports all of its faults"
    assert "已公开" in done.stdout


def test_imported_history_without_a_category_is_published(mixed):
    """Design 4: what relaxed history lacks is told, and the item is found by year and in the whole list."""
    site, done = mixed
    assert "提醒 F015" in done.stdout
    places = places_of(site.out, "旧网站的一则通知")
    assert {"items/2026/2026-00022.html", "catalog/all.html", "catalog/year.2026.html"} <= set(places)


def test_an_error_of_the_site_stops_the_build(make_site):
    """Design 3: only errors of the site itself stop a build; exit code 2, and the old site stays byte for byte."""
    site = make_site()
    assert 0 == site.build().returncode
    before = tree(site.out)
    site.edit("catalog/site.yml", "approval: none", "approval: 口头")
    done = site.build()
    assert 2 == done.returncode
    assert "catalog/site.yml:5: 错误 S008" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == tree(site.out)


@pytest.mark.parametrize(
    "content", ["site_name: [", "- a\n- b\n", "\ufffe", "site_name: 甲\nnav: 乙\n", "theme: 丙\n"]
)
def test_a_broken_mkdocs_yml_is_told(make_site, content):
    """Design 3: no input gives a traceback; exit code 2 says that nothing could be built."""
    site = make_site("bare")
    site.write("mkdocs.yml", content)
    done = site.build()
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.strip(), "it says why"
    assert "Traceback" not in done.stderr
    assert not site.out.exists()


def test_a_planned_item_comes_on_its_day(built, make_site):
    """Design 4: publish_on later than today holds an item back; the same site built later has it."""
    for needle in ("2026-00005", "夏季错峰生产"):
        assert [] == places_of(built.out, needle)
    site = make_site()
    done = site.build(today="2026-07-01")
    assert 0 == done.returncode, done.stderr
    for needle in ("2026-00005", "夏季错峰生产"):
        assert {"items/2026/2026-00005.html", "catalog/all.html"} <= set(places_of(site.out, needle))


def test_what_is_left_of_a_withdrawn_item(built):
    """Design 4, 5: 一般撤回 leaves a tombstone with reason and successor at the same address, and nothing else."""
    address = "items/2026/2026-00009.html"
    page = (built.out / address).read_text(encoding="utf-8")
    for words in (
        "该信息已撤回",
        "关于报送季度生产情况的通知",
        "990203009/2026-00009",
        "2026-04-20",
        "通知所列事项已经办结",
    ):
        assert words in page, words
    assert 'href="../../items/2026/2026-00008.html"' in page, "the successor"
    assert '<meta name="robots" content="noindex">' in page
    titled = set(places_of(built.out, "关于报送季度生产情况的通知"))
    assert {address, "feeds/withdrawn.xml"} == titled
    assert {address, "feeds/withdrawn.xml", "zwgk/2024/t20240105_2.html"} == set(
        places_of(built.out, "2026-00009")
    )


def test_a_withdrawal_that_protects_a_person_names_nothing(built):
    """Design 5: 隐私撤回 is a neutral tombstone: no title, index number, reason or file anywhere, though the file lies there."""
    address = "items/2026/2026-00010.html"
    assert "该信息已撤回" in (built.out / address).read_text(encoding="utf-8")
    for needle in (
        "困难职工慰问名单",
        "990203009/2026-00010",
        "个人住址",
        "names.pdf",
        "慰问标准",
        "隐私撤回",
    ):
        assert [] == places_of(built.out, needle), f"{needle} must be gone"
    assert {address, "feeds/withdrawn.xml"} == set(places_of(built.out, "2026-00010"))


def test_a_public_term_that_is_over(built, make_site):
    """条例第十五条, design 4: after public_until body, files and summary go, the address and the title stay."""
    address = "items/2026/2026-00006.html"
    page = (built.out / address).read_text(encoding="utf-8")
    assert "公开期限已于 2026-05-31 届满" in page
    for needle in ("公示期内如有异议", "list.xlsx", "拟支持项目表"):
        assert [] == places_of(built.out, needle), f"{needle} must be gone"
    assert {address, "catalog/all.html", "catalog.json"} <= set(
        places_of(built.out, "技术改造项目拟支持名单公示")
    )
    site = make_site()
    assert 0 == site.build(today="2026-05-31").returncode
    assert "公示期内如有异议" in (site.out / address).read_text(encoding="utf-8"), "the last day is public"
    assert (site.out / "files/2026/2026-00006/list.xlsx").is_file()


def test_it_works_below_a_sub_path_and_from_a_disk(built, tmp_path):
    """Y12, Y13: Design 1, 4: relative links throughout; any sub-path, a USB stick, a reading-room PC; nothing of another host."""
    moved = shutil.copytree(built.out, tmp_path / "一个" / "深 的" / "地方")
    (moved / "404.html").unlink()  # a host shows it at any depth: its links begin at the root
    assert [] == list(check_pages(moved, "https://nobody.example/"))
    for path in sorted(moved.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        assert 'href="/' not in html, f"{path.name} has a link from the root"
        assert 'src="/' not in html, f"{path.name} loads from the root"
    assert [] == list(check_pages(built.out, "https://small.example.gov.cn/disclosure/"))
