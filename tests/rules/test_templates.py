"""Templates keep to the content policy and to the parts that make a page readable for everyone.

Reads the source of every screen template: no style attribute, no inline script, no handler in an
attribute, no address outside; every form that changes something carries its token; tables have
explicit roles. What a page looks like is looked at elsewhere.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from app.infra.web.environment import ROOMS, SHARED, environment
from app.infra.web.static import FOLDER, STYLES

SCREENS = sorted([*SHARED.rglob("*.html"), *ROOMS.glob("*/templates/**/*.html")])
_TAGS = re.compile(r"{#.*?#}|{%.*?%}", re.DOTALL)


def template_name(path: Path) -> str:
    if path.is_relative_to(SHARED):
        return path.relative_to(SHARED).as_posix()
    room = path.relative_to(ROOMS).parts[0]
    return f"{room}/{path.relative_to(ROOMS / room / 'templates').as_posix()}"


class Reader(HTMLParser):
    """Collects what a content policy or a reader would stumble over."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        values = dict(attrs)
        if "style" in names or tag == "style":
            self.faults.append(f"{self.getpos()[0]}: style in <{tag}>")
        if tag == "script" and "src" not in names:
            self.faults.append(f"{self.getpos()[0]}: inline script")
        self.faults += [f"{self.getpos()[0]}: {name}" for name in names if name.startswith("on")]
        self.faults += [f"{self.getpos()[0]}: {name}" for name in names if name.startswith("hx-on")]
        for name in ("src", "href", "action"):
            if re.match(r"(https?:)?//|javascript:", values.get(name) or ""):
                self.faults.append(f"{self.getpos()[0]}: {name} leads outside")
        if tag == "table" and values.get("role") not in (None, "table"):
            self.faults.append(f"{self.getpos()[0]}: table with another role")


@pytest.mark.parametrize("path", SCREENS, ids=template_name)
def test_a_template_holds_no_style_and_no_script(path: Path) -> None:
    reader = Reader()
    reader.feed(_TAGS.sub("", path.read_text(encoding="utf-8")))
    assert reader.faults == []


@pytest.mark.parametrize("path", SCREENS, ids=template_name)
def test_a_template_can_be_read_and_calls_parts_that_exist(path: Path) -> None:
    made = environment()
    tree = made.parse(path.read_text(encoding="utf-8"))
    parts = vars(made.globals["ui"])
    asked = {
        found.attr
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name == "ui"
    }
    assert asked <= parts.keys()
    made.get_template(template_name(path))


@pytest.mark.parametrize("path", SCREENS, ids=template_name)
def test_a_form_that_changes_something_carries_its_token(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    posts = re.findall(r"<form\b[^>]*\bmethod=\"post\".*?</form>", source, re.DOTALL)
    assert [form[:60] for form in posts if "csrf" not in form] == []


@pytest.mark.parametrize("path", SCREENS, ids=template_name)
def test_a_table_that_folds_has_explicit_roles(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    folding = re.findall(r"<table\b[^>]*class=\"[^\"]*\b(?:rows|blocks|week)\b[^>]*>", source)
    assert [tag for tag in folding if 'role="table"' not in tag] == []


def test_the_stylesheets_are_all_linked_and_small_enough_to_read() -> None:
    on_disk = {path.relative_to(FOLDER).as_posix() for path in (FOLDER / "css").glob("*.css")}
    assert on_disk == set(STYLES)
    for name in STYLES:
        assert len((FOLDER / name).read_text(encoding="utf-8").splitlines()) <= 400, name
