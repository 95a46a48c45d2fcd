"""Where the generator's own folders lie: beside the package in a clone."""

from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[2]
"""The checkout that holds hooks/ and overrides/."""

HOOKS = GENERATOR / "hooks"
OVERRIDES = GENERATOR / "overrides"
PAGE_TEMPLATES = OVERRIDES / "disclosure"
