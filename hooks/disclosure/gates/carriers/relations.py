"""Relationships of the parts of an office package: which part leads to which."""

from disclosure.gates.carriers.markup import Collected, parse
from disclosure.gates.carriers.package import Package


def targets(package: Package, part: str) -> dict[str, str]:
    """Relationship ids of a part → paths of the parts they lead to."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.members:
        return {}
    found = Collected(package.budget)
    parse(package.read(rels), found)
    return {
        held.get("Id", ""): _resolve(folder, held.get("Target", ""))
        for name, held in found.elements
        if name == "Relationship"
    }


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for step in target.split("/"):
        if step == ".." and parts:
            parts.pop()
        elif step not in (".", ".."):
            parts.append(step)
    return "/".join(parts)
