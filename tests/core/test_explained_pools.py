"""Pools that pass on to each other share steps: an explanation grows with their pairs, not with every way through."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.settlement.core.inputs import (
    Area,
    CascadeMethod,
    Component,
    CostEntry,
    DriverKind,
    Inputs,
    Membership,
    Named,
    Participation,
    Policy,
    Pool,
    Provision,
    Share,
    Takes,
    Term,
    VatCategory,
    VatTreatment,
)
from app.features.settlement.core.settle import settle
from app.features.settlement.pages.showing import Places, tree
from app.features.settlement.schemas.runs import NodeOut, node_out
from app.kernel.explain import Node
from app.kernel.period import Period

QUARTER = Period.quarter(2026, 1)
ALWAYS = Term(QUARTER.first_on)
AREAS, PARTNERS = ("X", "Y", "Z"), ("P", "Q")
ENTRIES = 3
both_ways = pytest.mark.parametrize("method", [CascadeMethod.STEP_DOWN, CascadeMethod.RECIPROCAL])


def _explained(many: int, method: CascadeMethod) -> Node:
    """A line of a settlement in which every pool serves every other and every area, all alike."""
    codes = [f"K{place:02}" for place in range(many)]
    percent = Fraction(100, many - 1 + len(AREAS))
    pools = [Pool(code, code, PoolKind.AREA, code) for code in AREAS]
    for place, code in enumerate(codes):
        others = tuple(Share(other, percent) for other in codes if other != code)
        areas = tuple(Share(area, percent) for area in AREAS)
        pools.append(
            Pool(code, code, PoolKind.OVERHEAD, "", OverheadDriver.FIXED, areas, others, step=place + 1)
        )
    equal = (Component(1, Takes.WHOLE, DriverKind.EQUAL),)
    inputs = Inputs(
        Named("proef", "Proef"),
        QUARTER,
        organisations=tuple(Named(code, code) for code in PARTNERS),
        areas=tuple(Area(code, code) for code in AREAS),
        memberships=tuple(Membership(code, ALWAYS) for code in PARTNERS),
        provisions=tuple(Provision(area, "P", ALWAYS) for area in AREAS),
        participations=tuple(Participation(area, code, ALWAYS) for area in AREAS for code in PARTNERS),
        policies=tuple(Policy(area, area, ALWAYS, 3, equal) for area in AREAS),
        vat_treatments=tuple(
            VatTreatment(area, code, VatCategory.EXEMPT, ALWAYS) for area in AREAS for code in PARTNERS
        ),
        pools=tuple(pools),
        entries=tuple(
            CostEntry(f"{code}{place}", code, QUARTER.first_on, Category.STAFF, 10_007 * (place + 1))
            for code in (*AREAS, *codes)
            for place in range(ENTRIES)
        ),
        cascade=method,
    )
    return settle(inputs).lines[0].derivation


def _steps(top: NodeOut) -> Iterator[NodeOut]:
    yield top
    for part in top.parts:
        yield from _steps(part)


def _drawn(top: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield top
    for child in top.get("children", ()):
        yield from _drawn(child)


def _full(top: NodeOut, told: dict[int, NodeOut]) -> list[Any]:
    """The whole tree with a copy in the place of every reference, as titles and exact values."""
    if top.step is not None:
        told[top.step] = top
    parts = top.parts if top.same_step is None else told[top.same_step].parts
    return [top.title, top.num, top.den, *(_full(part, told) for part in parts)]


def _tree(node: Node) -> list[Any]:
    return [node.what, node.value.numerator, node.value.denominator, *map(_tree, node.operands)]


@both_ways
@pytest.mark.parametrize("many", [10, 40])
def test_an_explanation_grows_with_the_pairs_of_pools(method: CascadeMethod, many: int) -> None:
    node = _explained(many, method)
    most = 3 * many**2 + 20 * many
    out = node_out(node)
    assert many**2 < len(list(_steps(out))) < most
    assert out.model_dump_json(by_alias=True).count('"titel"') < most
    assert many**2 < len(list(_drawn(tree(node, Places("proef", ""))))) < most


@both_ways
def test_every_reference_leads_to_a_step_that_was_told(method: CascadeMethod) -> None:
    node = _explained(6, method)
    out = node_out(node)
    told: dict[int, NodeOut] = {}
    assert _full(out, told) == _tree(node)
    assert any(step.same_step for step in _steps(out))
    assert list(told) == list(range(1, len(told) + 1))
    drawn = list(_drawn(tree(node, Places("proef", ""))))
    links = {one["url"].removeprefix("#") for one in drawn if str(one.get("url")).startswith("#")}
    assert links
    assert links <= {one["id"] for one in drawn if "id" in one}
