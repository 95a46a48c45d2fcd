"""Changes of every kind that an office makes, by chance but the same in every run; for `bench.py soak` and the tests."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random


class Edits:
    """Changes the site folder `root`, and the copy of the generator in `generator`, if there is one.

    `today` is the day as of which to build after a change: one kind of change moves it on.
    """

    def __init__(self, root: Path, today: str, *, seed: int = 11, generator: Path | None = None) -> None:
        self.root, self.today, self.generator = root, today, generator
        self.chance = Random(seed)  # noqa: S311
        self.number = 90_000

    def kinds(self) -> list[str]:
        """The names of all kinds of changes."""
        kinds = [name for name in vars(Edits) if not name.startswith("_") and name not in ("kinds", "order")]
        return kinds if self.generator else [name for name in kinds if name != "template"]

    def order(self, count: int) -> list[str]:
        """At least `count` kinds in an order by chance, each kind among them."""
        kinds = self.kinds()
        order = kinds + self.chance.choices(kinds, k=max(0, count - len(kinds)))
        self.chance.shuffle(order)
        return order

    def body(self) -> None:
        """A paragraph more in a body."""
        self._change(self._some(), lambda text: f"{text}\n补充说明第{self._digit()}号。\n")

    def title(self) -> None:
        """Another title."""
        self._change(self._some(), lambda text: text.replace("title: ", f"title: 第{self._digit()}次", 1))

    def add(self) -> None:
        """An item published today."""
        self._add(date.fromisoformat(self.today))

    def add_for_later(self) -> None:
        """One that appears when the clock has moved on."""
        self._add(date.fromisoformat(self.today) + timedelta(days=1))

    def remove(self) -> None:
        """An item file gone."""
        self._some().unlink()

    def fault(self) -> None:
        """An error, which holds the item back."""
        self._change(self._some(), lambda text: f"{text}\n<script>x</script>\n")

    def withdraw(self) -> None:
        """A withdrawal that shows nothing."""
        path = self._some()
        index = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("index: "))
        self._status(path.stem, f"withdrawn:\n  kind: 隐私撤回\n  on: {self.today}\n  {index}\n")

    def later_fact(self) -> None:
        """An item repealed."""
        self._status(self._some().stem, f"validity:\n  state: 废止\n  on: {self.today}\n  basis: 清理决定\n")

    def settings(self) -> None:
        """Another name of the office."""
        self._change(self._catalog("site"), lambda text: text.replace("\nname: ", "\nname: 新", 1))

    def office(self) -> None:
        """Another telephone number."""
        self._change(self._catalog("offices"), lambda text: text.replace("phone: ", "phone: 0990-", 1))

    def configuration(self) -> None:
        """Another description in mkdocs.yml."""
        described = f"site_description: 第{self._digit()}版\n"
        self._change(
            self.root / "mkdocs.yml",
            lambda text: (
                "".join(
                    line for line in text.splitlines(keepends=True) if not line.startswith("site_description")
                )
                + described
            ),
        )

    def page(self) -> None:
        """A paragraph more in the home page."""
        self._change(self.root / "content" / "index.md", lambda text: f"{text}\n第{self._digit()}段。\n")

    def attachment(self) -> None:
        """A line more in an attached table."""
        files = sorted((self.root / "content" / "files").rglob("*.csv"))
        if files:
            files[0].write_bytes(files[0].read_bytes() + b"9,9\n")

    def clock(self) -> None:
        """The next day."""
        self.today = (date.fromisoformat(self.today) + timedelta(days=1)).isoformat()

    def template(self) -> None:
        """A mark at the end of a template."""
        templates = sorted((self.generator or self.root).glob("overrides/disclosure/*.html"))
        self._change(self.chance.choice(templates), lambda text: f"{text}<!-- {self._digit()} -->\n")

    def _add(self, day: date) -> None:
        """An item like another one without files, with a number of its own, published on `day`."""
        texts = (self._some().read_text("utf-8") for _ in range(100))
        like = next(text for text in texts if "\nattachments:" not in text)
        self.number += 1
        name = f"{day.year}-{self.number:05}"
        head, _, body = like.removeprefix("---\n").partition("\n---\n")
        kept = [line for line in head.splitlines() if not line.startswith(("index:", "publish_on:"))]
        unit = next(line for line in head.splitlines() if line.startswith("index: ")).split()[1].split("/")[0]
        path = self.root / "content" / "items" / str(day.year) / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "\n".join([*kept, f"index: {unit}/{name}", f"publish_on: {day.isoformat()}"])
        self._write(path, f"---\n{lines}\n---\n{body}")

    def _some(self) -> Path:
        """An item file, by chance."""
        return self.chance.choice(sorted((self.root / "content" / "items").rglob("*.md")))

    def _digit(self) -> int:
        return self.chance.randint(1, 99)

    def _catalog(self, name: str) -> Path:
        return self.root / "catalog" / f"{name}.yml"

    def _status(self, identifier: str, text: str) -> None:
        path = self._catalog(f"status/{identifier}")
        path.parent.mkdir(exist_ok=True)
        self._write(path, f"format: 1\n{text}")

    def _change(self, path: Path, change: Callable[[str], str]) -> None:
        self._write(path, change(path.read_text("utf-8")))

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8", newline="\n")
