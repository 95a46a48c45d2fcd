"""The lists that a build leaves beside the site: whoever has them can check it with stock programs (design 3, 5, 7)."""

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from disclosure.ledger import digest_of
from disclosure.publish.commit import commit_of
from disclosure.publish.folders import MANIFEST, SIGNATURE, SUMS, release_folder
from disclosure.publish.manifest import NAMESPACE, UNKNOWN, Release, checksums, manifest_json, read_listing
from disclosure.publish.writer import Written
from disclosure.read.ledger import ledger_head
from disclosure.sshsig import public_line
from hypothesis import given
from hypothesis import strategies as st

HAVE_SSH = shutil.which("ssh-keygen") is not None
ROWS = [Written("a.html", 3, "a" * 64), Written("目录/乙.html", 5, "b" * 64)]


@pytest.fixture
def site(built, tmp_path):
    """A copy of the built office with its lists, to do anything with."""
    copy = type(built)(tmp_path / "office")
    shutil.copytree(built.root, copy.root)
    return copy


@pytest.fixture
def key(tmp_path):
    """A release key, made for this test: its file, and the file of its public half."""
    private = Ed25519PrivateKey.generate()
    file = tmp_path / "release"
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    file.chmod(0o600)
    (tmp_path / "release.pub").write_text(f"{public_line(private)} release\n")
    return file


def lists_of(site):
    return release_folder(site.root, site.out)


def test_the_lists_lie_outside_of_the_site(built):
    """Integrity C: whoever changes a file on the host can't change the list of it."""
    lists = lists_of(built)
    assert {MANIFEST, SUMS} <= {path.name for path in lists.iterdir()}
    assert not lists.is_relative_to(built.out)
    assert not (built.out / SUMS).exists(), "a copy is published only where that is asked for"


def test_sha256sum_agrees(built):
    """Nothing of ours is needed to compare: coreutils' own program reads the file and finds every page as it is."""
    command = ["sha256sum", "--check", "--strict", "--quiet", str(lists_of(built) / SUMS)]
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    done = subprocess.run(command, cwd=built.out, capture_output=True, text=True, check=False)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


def test_both_lists_say_the_same(built):
    """One file a line, sorted, complete; and what the build was made of."""
    manifest, sums = (read_listing(lists_of(built) / name) for name in (MANIFEST, SUMS))
    assert manifest.release == sums.release
    assert ("990203009", "2026-06-15", "none") == (
        sums.release.catalog,
        sums.release.today,
        sums.release.approval,
    )
    assert {a: r.sha256 for a, r in manifest.files.items()} == {a: r.sha256 for a, r in sums.files.items()}
    published = {p.relative_to(built.out).as_posix() for p in built.out.rglob("*") if p.is_file()}
    assert published == set(manifest.files)
    lines = [line for line in (lists_of(built) / SUMS).read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(lines, key=lambda line: line[66:])


def test_the_lists_name_commit_and_ledger(make_site):
    """Integrity C: anybody can fetch that commit, build it and compare; the ledger's head pins what was published."""
    site = make_site("bare")
    assert "" == commit_of(site.root), "outside of git there is no commit"
    site.write(".gitignore", ".cache/\nsite/\n")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.gov.cn", "-C", str(site.root)]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    head = subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert head == commit_of(site.root)
    site.write("content/items/2026/notes.md", "x")
    assert f"{head}+" == commit_of(site.root), "what is not in the commit is told"
    site.remove("content/items/2026/notes.md")
    assert 0 == site.build().returncode
    assert head == read_listing(lists_of(site) / SUMS).release.commit
    site.write("catalog/ledger.jsonl", "一\n二\n")
    assert digest_of("二") == ledger_head(site.root)


def test_a_build_elsewhere_leaves_the_lists_alone(site, tmp_path):
    """A preview or a rebuild for comparison must not replace the lists of what was published."""
    before = (lists_of(site) / SUMS).read_bytes()
    assert 0 == site.build("--out", str(tmp_path / "elsewhere"), today="2026-07-01").returncode
    assert before == (lists_of(site) / SUMS).read_bytes()
    assert (
        "2026-07-01" == read_listing(release_folder(site.root, tmp_path / "elsewhere") / SUMS).release.today
    )
    assert 0 == site.run("verify", str(tmp_path / "elsewhere")).returncode
    assert 0 == site.run("verify").returncode
    assert (
        1
        == site.run(
            "verify", str(tmp_path / "elsewhere"), "--manifest", str(lists_of(site) / SUMS)
        ).returncode
    )


@pytest.mark.skipif(not HAVE_SSH, reason="ssh-keygen is not on this machine")
def test_ssh_keygen_verifies_the_signature(site, key, tmp_path):
    """Design 5: stock `ssh-keygen -Y verify` checks the release; our own check agrees; another's key does not pass."""
    done = site.run("sign", "--key", str(key))
    assert 0 == done.returncode, done.stderr
    public = (tmp_path / "release.pub").read_text()
    assert public.split()[1] in done.stdout, "the public key is shown, to be handed on"
    (tmp_path / "allowed").write_text(f"office {public}")
    command = ["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-f", tmp_path / "allowed", "-I", "office"]
    sums, signature = lists_of(site) / SUMS, lists_of(site) / SIGNATURE
    good = subprocess.run(
        [*command, "-s", signature], input=sums.read_bytes(), capture_output=True, check=False
    )
    assert 0 == good.returncode, good.stderr
    assert 0 == site.run("verify", "--key", str(tmp_path / "release.pub")).returncode
    assert 0 == site.run("verify", "--key", str(tmp_path / "allowed")).returncode
    (tmp_path / "other.pub").write_text(public_line(Ed25519PrivateKey.generate()))
    other = site.run("verify", "--key", str(tmp_path / "other.pub"))
    assert (2, True) == (other.returncode, "可能被人改过" in other.stderr)


@pytest.mark.skipif(not HAVE_SSH, reason="ssh-keygen is not on this machine")
def test_a_signature_of_ssh_keygen_is_accepted(site, key):
    """A key on another machine, or in an agent, signs with stock `ssh-keygen -Y sign`."""
    sums = lists_of(site) / SUMS
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", key, sums], check=True, capture_output=True
    )
    assert 0 == site.run("verify", "--key", str(key.with_suffix(".pub"))).returncode


def test_what_is_not_what_was_built_is_not_signed(site, key):
    """Integrity C: a key vouches for what was built, never for what somebody put there since."""
    page = site.out / "about.html"
    page.write_bytes(page.read_bytes() + b"x")
    done = site.run("sign", "--key", str(key))
    assert (1, True) == (done.returncode, "about.html" in done.stderr)
    assert not (lists_of(site) / SIGNATURE).exists()


def test_a_changed_list_is_refused(site, key):
    """Integrity C: a list that was changed after it was signed proves nothing: exit code 2, never 'all agrees'."""
    assert 0 == site.run("sign", "--key", str(key)).returncode
    sums = lists_of(site) / SUMS
    sums.write_bytes(sums.read_bytes().replace(b"# today 2026-06-15", b"# today 2026-06-16"))
    done = site.run("verify", "--key", str(key.with_suffix(".pub")))
    assert (2, "") == (done.returncode, done.stdout)


def test_a_signature_ends_with_its_release(site, key):
    """A signature that lies beside another release's list would look like one of it."""
    assert 0 == site.run("sign", "--key", str(key)).returncode
    assert 0 == site.build(search=True).returncode
    assert (lists_of(site) / SIGNATURE).exists(), "the same release keeps its signature"
    assert 0 == site.build(today="2026-06-16", search=True).returncode
    assert not (lists_of(site) / SIGNATURE).exists()


def test_a_published_copy(site, key):
    """A copy in the site is for the public; it is no extra file, and a changed one is found."""
    assert 0 == site.run("sign", "--key", str(key), "--publish").returncode
    assert 0 == site.run("verify").returncode
    assert 0 == site.run("sign", "--key", str(key), "--publish").returncode, "it can be signed again"
    (site.out / SUMS).write_text("x")
    done = site.run("verify")
    assert (1, "内容不同：SHA256SUMS\n") == (done.returncode, done.stdout.splitlines(keepends=True)[0])


def test_the_sample_key(site, key):
    """Design 5: sample keys are refused in any site not marked as a sample."""
    assert 0 == site.run("sign", "--sample-key").returncode
    text = site.read("catalog/site.yml").replace("sample: true", "sample: false")
    site.write("catalog/site.yml", text)
    assert 2 == site.run("sign", "--sample-key").returncode
    assert 2 == site.run("sign").returncode, "no key is no signature"
    assert 2 == site.run("sign", "--sample-key", "--key", str(key)).returncode


def test_an_agent_signs_the_lists(site, key, agent, monkeypatch):
    """Design 5: the release key may lie in an ssh-agent or a hardware token; `--key` then names its public half."""
    monkeypatch.setenv("SSH_AUTH_SOCK", agent["SSH_AUTH_SOCK"])
    public = key.with_suffix(".pub")
    absent = site.run("sign", "--agent", "--key", str(public))
    assert (2, True) == (absent.returncode, "ssh-add" in absent.stderr)
    subprocess.run(["ssh-add", "-q", key], check=True, env=agent, capture_output=True)
    done = site.run("sign", "--agent", "--key", str(public))
    assert 0 == done.returncode, done.stderr
    assert 0 == site.run("verify", "--key", str(public)).returncode
    assert 2 == site.run("sign", "--agent").returncode, "which key must be said"
    assert 2 == site.run("sign", "--agent", "--key", str(key)).returncode, "a private key is no public one"


@pytest.mark.parametrize("content", ["", "ssh-rsa AAAA\n", "ssh-ed25519 !!!\n", "\0"])
def test_a_key_that_is_none(site, key, tmp_path, content):
    """Design 7: misuse is exit code 2 with a sentence."""
    assert 0 == site.run("sign", "--key", str(key)).returncode
    (tmp_path / "wrong.pub").write_text(content)
    done = site.run("verify", "--key", str(tmp_path / "wrong.pub"))
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_name_survives(tmp_path_factory, name):
    """Both lists give back every name that a file can have, and `sha256sum` its own way to write it."""
    rows, path = [Written(name, 1, "c" * 64)], tmp_path_factory.getbasetemp() / "list"
    for text, size in ((checksums(rows, Release()), UNKNOWN), (manifest_json(rows, Release(), []), 1)):
        path.write_bytes(text.encode())
        assert {name: Written(name, size, "c" * 64)} == read_listing(path).files


@pytest.mark.parametrize(
    "text",
    [
        "# disclosure-checksums 1\nabc\n",
        "# disclosure-checksums 2\n",
        "# disclosure-checksums 1\n" + "a" * 64 + "\n",
        "{}",
    ],
)
def test_a_list_that_is_none(tmp_path, text):
    """Design 3: no input gives anything but a ValueError, which the command turns into a sentence."""
    (tmp_path / "list").write_text(text)
    with pytest.raises(ValueError, match=r"not a|another|Expecting|Extra"):
        read_listing(tmp_path / "list")


def test_facts_of_a_list_stay_on_their_line():
    """A line end in the site's address must not make a line of its own, which could name a file."""
    text = checksums(ROWS, Release(address="https://a.example/\n" + "f" * 64 + "  x"))
    assert 2 == sum(not line.startswith("#") for line in text.splitlines())
