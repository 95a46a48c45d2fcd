"""What the documents say is so: commands, links, names, messages, and the promises of the exit plan."""

import ast
import re
import textwrap
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from disclosure.approval.chain import shipped_chains
from disclosure.cli import VERBS, main
from disclosure.data_files import data_names, load_data
from disclosure.problems import problem_kinds
from disclosure.publish.site_build import SHELLS, SiteBuild
from disclosure.render.sections import SECTIONS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
HANDBOOK = DOCS / "handbook"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

_COMMAND = re.compile(
    r"(?:^|[`\s|])(?:\.venv[/\\](?:bin|Scripts)[/\\])?(?:python3? -m )?disclosure ([a-z]+)\b([^`\n|]*)"
)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_SCRIPT = re.compile(r"scripts[/\\]([a-z_]+\.py)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_QUOTED = re.compile(r"(错误|提醒|提示) ([A-Z]\d{3})：(.+)$")
_SEVERITIES = {"错误": "error", "提醒": "warning", "提示": "info"}


def name_of(page):
    """A page as a test names it."""
    return page.relative_to(ROOT).as_posix()


def text_of(page):
    return page.read_text(encoding="utf-8")


def code_of(page):
    """The lines of code blocks and the words in backticks: what a reader may type."""
    for line in text_of(page).splitlines():
        if line.startswith("    "):
            yield line.strip()
        else:
            yield from re.findall(r"`([^`]+)`", line)


def options_of(verb):
    """Every option that `disclosure <verb> --help` lists, those of its own commands included (`report ledger`)."""
    command = main.get_command(click.Context(main), verb)
    commands = [command]
    if isinstance(command, click.Group):
        context = click.Context(command)
        commands += [command.get_command(context, name) for name in command.list_commands(context)]
    given = [
        option
        for one in commands
        for parameter in one.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    ]
    return {*(option for option in given if option.startswith("--")), "--help"}


def slug_of(heading):
    """The anchor that a code host gives a heading."""
    plain = re.sub(r"[^\w\- ]", "", re.sub(r"`|\[|\]\([^)]*\)", "", heading).strip().lower())
    return plain.replace(" ", "-")


def anchors_of(page):
    return {slug_of(line.lstrip("#")) for line in text_of(page).splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_shown_exists(page):
    """Design 7: a command that a document shows can be typed as it stands: verb, options, script."""
    for code in code_of(page):
        for verb, rest in _COMMAND.findall(code):
            assert verb in VERBS, f"{name_of(page)} shows `disclosure {verb}{rest}`: there is no such verb"
            unknown = set(_OPTION.findall(rest)) - options_of(verb)
            assert set() == unknown, f"{name_of(page)} shows `disclosure {verb}{rest}`: no such options"
        for script in _SCRIPT.findall(code):
            assert (ROOT / "scripts" / script).is_file(), f"{name_of(page)} names scripts/{script}"


@pytest.mark.parametrize("page", [*READMES, *sorted(HANDBOOK.glob("*.md"))], ids=name_of)
def test_every_option_named_alone_exists(page):
    """Design 7: in a row about a verb its options are that verb's; elsewhere they are some verb's or a script's."""
    scripts = set(_OPTION.findall("".join(map(text_of, sorted((ROOT / "scripts").glob("*.py"))))))
    known = scripts.union(*map(options_of, VERBS))
    for line in text_of(page).splitlines():
        row = re.match(r"\| `disclosure ([a-z]+)", line)
        for code in re.findall(r"`(--[^`]+)`", line):
            unknown = set(_OPTION.findall(code)) - (options_of(row[1]) if row and row[1] in VERBS else known)
            assert set() == unknown, f"{name_of(page)}: no such option in “{line.strip()[:60]}”"


def test_the_search_for_commands_finds_them():
    """The test above would pass on documents in which it sees nothing: the commands of the handbook are seen."""
    seen = {verb for page in PAGES for code in code_of(page) for verb, _ in _COMMAND.findall(code)}
    assert set(VERBS) == seen, "a verb is shown in no document, or is not recognised"


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_readme_lists_every_verb(readme):
    """Design 7: the table of commands is complete and holds nothing else."""
    listed = re.findall(r"^\| `disclosure ([a-z]+)", text_of(readme), re.MULTILINE)
    assert list(VERBS) == listed, f"{readme.name} and `disclosure --help` differ"


def test_both_readmes_name_the_same_two_commands():
    """Design 7: two commands do all the set-up, and both languages begin with them."""
    wanted = ["python3 scripts/serve.py", "python3 scripts/test.py"]
    for readme in READMES:
        lines = [line.strip() for line in text_of(readme).splitlines() if line.startswith("    python3 ")]
        assert wanted == [line.split("  ")[0] for line in lines], f"{readme.name} begins otherwise"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    """No document names a file or a heading that is not there."""
    for target in _LINK.findall(re.sub(r"`[^`]*`|^    .*$", "", text_of(page), flags=re.MULTILINE)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)} links to {target}"
        if anchor:
            assert anchor in anchors_of(file), f"{name_of(page)} links to {target}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_place_of_one_machine_is_named(page):
    """A document holds for every clone: no folder of one person's machine, no package index."""
    found = re.findall(
        r"/(?:work|root|home|Users)/\w+|[A-Z]:\\\\?Users|pypi\.org|pythonhosted|npmjs\.org|npmmirror|/simple\b",
        text_of(page),
    )
    assert [] == found, f"{name_of(page)} names a place that only one machine has"


def test_every_dependency_has_its_reason():
    """Decision 10: a package that the project installs by name is in the table, and nothing else is."""
    decision = text_of(DOCS / "decisions" / "0010-dependencies.md")
    rows = re.findall(r"^\| ([^|]+) \|", decision, re.MULTILINE)
    explained = {word.lower() for row in rows for word in row.split(", ")} - {"package", "---"}
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    wanted = list(project["dependencies"])
    for name in ("dev.in", "bench.in"):
        lines = text_of(ROOT / "requirements" / name).splitlines()
        wanted += [line for line in lines if line.strip() and not line.startswith("#")]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in wanted}
    assert names == explained, "docs/decisions/0010-dependencies.md and what is installed differ"


def test_every_decision_is_listed_and_complete():
    """A decision says what was given, decided, why, and what follows; the list names each."""
    folder = DOCS / "decisions"
    pages = sorted(folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text_of(folder / "README.md"))
    assert [page.name for page in pages] == listed, "docs/decisions/README.md is not the list of decisions"
    for number, page in enumerate(pages, 1):
        assert page.name.startswith(f"{number:04d}-"), f"{page.name} breaks the numbering"
        for part in ("**Context.**", "**Decision.**", "**Why.**", "**Consequences.**"):
            assert part in text_of(page), f"{page.name} lacks {part}"


def test_handbook_lists_all_its_pages():
    """An officer finds every page of the handbook from its first."""
    linked = set(_LINK.findall(text_of(HANDBOOK / "README.md")))
    pages = {page.name for page in HANDBOOK.glob("*.md")} - {"README.md"}
    assert pages == linked & pages, "docs/handbook/README.md does not link to every page"


def template_of(sentence):
    """A sentence of data/problems.yml as a pattern: anything may stand in its places."""
    return "".join(
        ".*" if n % 2 else re.escape(part) for n, part in enumerate(re.split(r"(\{\w+\})", sentence))
    )


@pytest.mark.parametrize("page", sorted(HANDBOOK.glob("*.md")), ids=lambda page: page.name)
def test_quoted_messages_are_those_of_the_program(page):
    """A message in the handbook has the severity and the words that the check really prints."""
    for line in text_of(page).splitlines():
        found = _QUOTED.search(line)
        if not found:
            continue
        word, code, said = found.groups()
        kind = problem_kinds()[code]
        assert kind.severity == _SEVERITIES[word], f"{page.name} quotes {code} as {word}"
        pattern = f"{template_of(kind.message)}。?{template_of(kind.advice)}"
        assert re.fullmatch(pattern, said), f"{page.name} quotes {code} in other words: {said}"


def test_the_search_for_messages_finds_them():
    """The test above would pass where it sees no message: the handbook's chapter on the check quotes several."""
    quoted = {
        found[2] for line in text_of(HANDBOOK / "publish.md").splitlines() if (found := _QUOTED.search(line))
    }
    assert {"F002", "F006", "F015", "T001"} <= quoted, "the messages of publish.md are not recognised"


def test_every_setting_is_explained():
    """What an office may write into catalog/ stands in the handbook, each key by its name."""
    page = "".join(map(text_of, sorted(HANDBOOK.glob("*.md"))))
    named = {word for quoted in re.findall(r"`([^`\n]+)`", page) for word in quoted.split(".")}
    named |= set(re.findall(r"^ {4,}(?:- )?(\w+):", page, re.MULTILINE))
    missing = []
    for file, schema in load_data("site_files.yml")["files"].items():
        keys = schema["keys"] if schema["keys"] != "any" else {}
        names = {*keys, *(inner for spec in keys.values() for inner in spec.get("entry", ()))} - {"format"}
        missing += [f"{file}: {key}" for key in sorted(names - named)]
    fields = load_data("guide_fields.yml")
    guide = [
        *fields["statutory"]["information"],
        *fields["statutory"]["bureau"],
        *fields["added"],
        *fields["contact"],
    ]
    missing += [f"guide.yml: {f['key']}" for f in guide if f"`{f['key']}`" not in page]
    missing += [f"profile: {name}" for name in data_names("profiles") if f"`{name}`" not in page]
    missing += [f"chain: {name}" for name in shipped_chains() if f"`{name}`" not in page]
    missing += [f"role: {name}" for name in load_data("chains.yml")["roles"] if f"`{name}`" not in page]
    assert [] == missing, "the handbook leaves out settings"


def test_settings_shown_are_the_samples_own():
    """The examples of the settings page are what the sample office really has: they can be copied."""
    page = text_of(HANDBOOK / "office-setup.md")
    blocks = re.findall(r"(?:^    .*\n)+", page, re.MULTILINE)
    shown = [yaml.safe_load(textwrap.dedent(block)) for block in blocks if "unit_code:" in block]
    sample = yaml.safe_load(text_of(ROOT / "catalog" / "site.yml"))
    assert 1 == len(shown), "the example of site.yml is not found"
    assert shown[0] == {key: sample[key] for key in shown[0]}, "the example of site.yml is not the sample's"


def test_the_code_map_is_the_code():
    """docs/architecture.md names every module, each in its folder, and none that is gone."""
    mapped, folder = set(), ""
    for line in text_of(DOCS / "architecture.md").splitlines():
        head = re.match(r"\| `([\w/]+)/` \|", line)
        module = re.match(r"\| `(\w+\.py)` \|", line)
        if head:
            folder = "" if head[1] == "disclosure" else f"{head[1]}/"
        elif module:
            mapped.add(folder + module[1])
    package = ROOT / "hooks" / "disclosure"
    modules = {p.relative_to(package).as_posix() for p in package.rglob("*.py") if p.name != "__init__.py"}
    assert set() == modules - mapped, "add these modules to the code map of docs/architecture.md, a line each"
    assert set() == mapped - modules, "these modules of the code map of docs/architecture.md are gone"


def test_mkdocs_is_imported_in_one_file():
    """Design 2 and the exit plan: only hooks/mkdocs_events.py knows MkDocs."""
    importing = set()
    for path in (ROOT / "hooks").rglob("*.py"):
        for node in ast.walk(ast.parse(text_of(path))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in ("mkdocs", "material") for name in named):
                importing.add(path.relative_to(ROOT).as_posix())
    assert {"hooks/mkdocs_events.py"} == importing, "MkDocs is imported elsewhere too"


def test_shells_of_another_make_are_enough(make_site, tmp_path):
    """Design 4: any program that prints a page with three holes can take MkDocs's place (docs/exit-plan.md)."""
    site, out = make_site(), tmp_path / "out"
    path = site.add_item("2026-00900", title="另一种外壳里的事项")

    def shell(address):
        root = "../" * address.count("/")
        return (
            "<!doctype html><html><head><title>@@page_title@@</title>@@page_head@@</head>"
            f'<body><a href="{root}index.html">别的门户</a><main>@@page_main@@</main></body></html>'
        )

    build = SiteBuild(site.root, "2026-06-15", search=False)
    for address in SHELLS:
        build.shells[address] = shell(address)
    for section in SECTIONS:
        html = build.fill_page(
            section.address, section.title, shell(section.address), section.name, introduced=False
        )
        target = out / section.address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")
    build.write(out)
    page = text_of(out / "items" / "2026" / "2026-00900.html")
    assert "另一种外壳里的事项" in page, f"{path} is not in its page"
    assert '<a href="../../index.html">别的门户</a>' in page, "the page is not in the shell that was given"
    assert "@@" not in page, "a hole was left open"
    assert (out / "catalog" / "all.html").is_file(), "the lists are missing"
