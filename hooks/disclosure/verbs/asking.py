"""Questions to a person, in Chinese: each field until its answer is right, choices by number."""

from collections.abc import Sequence
from typing import Any

import click

from disclosure.contract import FieldSpec
from disclosure.intake.answers import askable_fields, choices_of, faults_of, is_needed, shaped
from disclosure.types import Office, Site


def complete(site: Site, values: dict[str, Any], suggested: dict[str, Any], *, ask: bool) -> list[FieldSpec]:
    """Add what is needed to `values` by asking, or take what was suggested; the fields that stay missing."""
    if not ask:
        values.update({k: v for k, v in suggested.items() if k not in values})
    missing = []
    for spec in askable_fields():
        wanted = is_needed(spec, values, site) or spec.key in suggested
        given = spec.key in values and not (
            spec.key == "contact" and len(values["contact"]) < len(spec.fields)
        )
        if given or not wanted:
            continue
        if not ask:
            if is_needed(spec, values, site):
                missing.append(spec)
        elif spec.key == "contact":
            values["contact"] = _ask_contact(site, spec, values.get("contact", {}))
        else:
            answer = _ask(site, spec, values, _suggestion(site, spec, suggested))
            if answer:
                values[spec.key] = answer
    return missing


def _suggestion(site: Site, spec: FieldSpec, suggested: dict[str, Any]) -> str:
    own = next((o.name for o in site.offices.values() if o.kind == "本机关"), "")
    usual = {"office": own, "formed": site.today, "disclosure": spec.choices[0] if spec.choices else ""}
    return str(suggested.get(spec.key) or usual.get(spec.key, ""))


def _ask(site: Site, spec: FieldSpec, values: dict[str, Any], suggestion: str) -> Any:
    """Ask until the answer is right; a choice may be given by its number."""
    choices = choices_of(spec, site) if spec.type == "choice" else ()
    if choices:
        click.echo(f"{spec.label}：")
        for number, name in enumerate(choices, 1):
            click.echo(f"{number:>4}  {name}")
    elif spec.hint:
        click.echo(f"（{spec.hint}）")
    optional = not is_needed(spec, values, site)
    while True:
        answer = str(
            click.prompt(
                spec.label, default=suggestion or ("" if optional else None), show_default=bool(suggestion)
            )
        )
        if choices and answer.isascii() and answer.isdigit() and 0 < int(answer[:6]) <= len(choices):
            answer = choices[int(answer) - 1]
        value = shaped(spec, answer)
        if not value and optional:
            return ""
        faults = [p for p in faults_of(site, {**values, spec.key: value}, spec.key) if p.severity == "error"]
        if value and not faults:
            return value
        for fault in faults:
            click.echo(f"{fault.message}{fault.advice}")


def _ask_contact(site: Site, spec: FieldSpec, known: dict[str, str]) -> dict[str, str]:
    """提供科室 and 咨询电话 together; the phone of the division is offered."""
    divisions = [o for o in site.offices.values() if o.kind in ("内设机构", "所属单位", "本机关")]
    divisions = [o for o in divisions if not o.valid_to or o.valid_to >= site.today]
    click.echo("提供科室：")
    for number, office in enumerate(divisions, 1):
        click.echo(f"{number:>4}  {office.name}")
    contact = dict(known)
    while True:
        if "department" not in contact:
            answer = str(click.prompt("提供科室"))
            number = int(answer[:6]) if answer.isascii() and answer.isdigit() else 0
            contact["department"] = (
                divisions[number - 1].name if 0 < number <= len(divisions) else answer.strip()
            )
        if "phone" not in contact:
            contact["phone"] = str(
                click.prompt("咨询电话", default=_phone_of(divisions, contact["department"]) or None)
            )
        faults = [p for p in faults_of(site, {spec.key: contact}, spec.key) if p.severity == "error"]
        if not faults:
            return contact
        for fault in faults:
            click.echo(f"{fault.message}{fault.advice}")
            contact.pop(fault.field.rpartition(".")[2], None)


def _phone_of(offices: Sequence[Office], name: str) -> str:
    return next((office.phone for office in offices if office.name == name), "")
