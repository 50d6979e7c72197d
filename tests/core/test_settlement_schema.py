"""The documented schema of a snapshot is the one that is read."""

import json
from pathlib import Path

from app.features.settlement.core.schema import snapshot_schema
from app.features.settlement.core.snapshot import to_snapshot
from tests.golden.settlement_reader import cases

DOCUMENTED = Path(__file__).parents[2] / "docs" / "vastlegging.schema.json"


def test_the_documented_schema_is_current() -> None:
    written = json.dumps(snapshot_schema(), ensure_ascii=False, indent=2) + "\n"
    assert DOCUMENTED.read_text(encoding="utf-8") == written


def test_every_field_of_a_snapshot_is_in_the_schema() -> None:
    schema = snapshot_schema()
    body = json.loads(to_snapshot(next(cases()).inputs))
    assert body.keys() == schema["properties"].keys()
    assert body["inputs"].keys() == schema["$defs"]["Inputs"]["properties"].keys()
