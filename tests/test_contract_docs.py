"""fields.yml is the one contract: schema, handbook and checker say the same, and what is made from it is current."""

import json
from pathlib import Path

import jsonschema
import pytest
import site_maker
import yaml
from click.testing import CliRunner
from disclosure.contract import item_fields
from disclosure.contract_docs import fields_page, problems_page
from disclosure.contract_schema import item_schema, schema_text
from disclosure.problems import problem_kinds
from disclosure.read.item_file import split_front_matter
from disclosure.read.site import read_site
from disclosure.verbs import schema

ROOT = Path(__file__).resolve().parents[1]
STALE = "the page is stale: run `disclosure schema --docs` in the checkout and commit what changes"


def values_of(text):
    """Front-matter as an editor's YAML reads it: a day is a text."""
    return yaml.load(split_front_matter(text)[0], Loader=yaml.BaseLoader)  # noqa: S506 (every scalar stays text)


@pytest.fixture
def site(make_site):
    return make_site()


def faults(site, text):
    settings, _ = read_site(site.root, site_maker.TODAY)
    found = jsonschema.Draft202012Validator(item_schema(settings)).iter_errors(values_of(text))
    return sorted(error.message for error in found)


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("docs/handbook/fields.md", fields_page),
        ("docs/handbook/problems.md", problems_page),
        ("schemas/item.schema.json", lambda: schema_text(read_site(ROOT, site_maker.TODAY)[0])),
    ],
)
def test_what_is_made_from_the_contract_is_current(path, made):
    """The issue: a test says that the handbook's table is current; the schema for editors likewise."""
    assert made() == (ROOT / path).read_text(encoding="utf-8"), STALE


def test_the_handbook_names_every_field_and_every_problem():
    """Every field with its ground, every code with what to do."""
    page = fields_page()
    for spec in item_fields():
        assert f"## {spec.label} `{spec.key}`" in page
        assert spec.source in page
    page = problems_page()
    for kind in problem_kinds().values():
        assert f"### {kind.code}（" in page
        assert kind.advice in page


def test_the_schema_is_one_and_speaks_chinese(site):
    """Editors show title and description of a field while one types."""
    settings, _ = read_site(site.root, site_maker.TODAY)
    made = item_schema(settings)
    jsonschema.Draft202012Validator.check_schema(made)
    assert [spec.key for spec in item_fields()] == list(made["properties"])
    for key, entry in made["properties"].items():
        assert entry["title"], key
        assert "依据：" in entry["description"], key
    assert list(settings.categories) == made["properties"]["category"]["enum"]


def test_every_example_of_the_contract_fits_its_schema():
    """The examples of the shipped contract are those of the sample office."""
    settings, _ = read_site(ROOT, site_maker.TODAY)
    made = item_schema(settings)["properties"]
    for spec in item_fields():
        jsonschema.validate(spec.example, made[spec.key])


def test_items_that_the_check_accepts_fit_the_schema(site):
    """One contract: editor and checker agree on every item of the small office and of the sample."""
    for root in (site.root, ROOT):
        settings, _ = read_site(root, site_maker.TODAY)
        held = {row.item for row in site_maker.check_rows(root) if row.severity == "error"}
        validator = jsonschema.Draft202012Validator(item_schema(settings))
        paths = sorted((root / "content/items").glob("*/*.md"))
        assert paths
        for path in paths:
            if path.stem not in held:
                found = [
                    e.message for e in validator.iter_errors(values_of(path.read_text(encoding="utf-8")))
                ]
                assert [] == found, path.name


_MISTAKES = {
    "title": {"title": "标" * 161},
    "index": {"index": "２０２６-1"},
    "category": {"category": "没有的类别"},
    "office": {"office": "县局"},
    "formed": {"formed": "2026-5-1"},
    "disclosure": {"disclosure": "公开"},
    "published": {"published": "2026-05-12"},
    "disclosure_reason": {"disclosure": "部分公开"},
    "document_number": {"category": "其他政策文件"},
    "summary": {"summary": None},
    "colour": {"colour": "红"},
}


@pytest.mark.parametrize("key", _MISTAKES)
def test_what_the_check_refuses_the_schema_refuses_too(site, key):
    path = site.add_item("2026-00061", **_MISTAKES[key])
    assert [] != faults(site, site.read(path))
    assert key in {
        row.field or row.value for row in site.check() if row.path == path and row.severity == "error"
    }


def test_imported_history_is_let_off_what_the_check_lets_it_off(site):
    path = site.add_item(
        "2026-00061", extra="imported: {source: 原网站}\n", summary=None, formed=None, published="2019-01-02"
    )
    assert [] == faults(site, site.read(path))
    assert [] == [row for row in site.check() if row.path == path and row.severity == "error"]


def test_the_command_writes_an_offices_own_schema(site):
    """An office with other categories gets a schema with its own names."""
    done = CliRunner().invoke(schema.command, ["--site", str(site.root), "--today", site_maker.TODAY])
    assert 0 == done.exit_code, done.output
    made = json.loads(site.read("schemas/item.schema.json"))
    assert "示例县工业和信息化局" in made["properties"]["office"]["enum"]
    assert not (site.root / "docs").exists(), "the handbook is made only when asked for"
