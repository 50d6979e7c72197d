"""Imports go one way: floors, order of features, layers inside a feature, pure cores (architecture §2).

The contracts stand in `.importlinter`. Each is also tried on a copy of the code in which one import
is wrong, because a contract that cannot break protects nothing.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WRONG = {
    "Floors": ("app/infra/clock.py", "import app.features.access.core"),
    "Order of the features": ("app/features/access/core/secrets.py", "import app.features.invoices.core"),
    "Layers inside a feature": ("app/features/access/store/log.py", "import app.features.access.service"),
    "Cores and kernel are pure": ("app/kernel/money.py", "import sqlalchemy"),
    "A core knows only cores": ("app/features/people/core.py", "import app.features.access.store"),
    "Only stores know tables": (
        "app/features/hours/service/__init__.py",
        "import app.features.people.models",
    ),
    "Services know no requests": ("app/features/access/service/people.py", "import fastapi"),
    "No rings": ("app/kernel/money.py", "import app.kernel.explain"),
}


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def _code(root: Path) -> list[Path]:
    return [path for path in (root / "app").rglob("*.py") if "vendor" not in path.parts]


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    for path in (project / ".importlinter", *_code(project)):
        target = tmp_path / path.relative_to(project)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tmp_path


def test_every_import_goes_the_right_way(project: Path) -> None:
    done = _lint(project)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", WRONG)
def test_a_wrong_import_breaks_its_contract(copy: Path, contract: str) -> None:
    path, line = WRONG[contract]
    wrong = copy / path
    wrong.write_text(f"{wrong.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    broken = [said for said in _lint(copy).stdout.splitlines() if said.endswith("BROKEN")]
    assert any(said.startswith(contract) for said in broken), broken


def test_a_file_of_another_name_in_a_feature_is_noticed(copy: Path) -> None:
    (copy / "app/features/people/tools.py").write_text('"""Of no layer."""\n', encoding="utf-8")
    assert "Layers inside a feature BROKEN" in _lint(copy).stdout


def test_pandas_serves_reports_and_workbooks_only(project: Path) -> None:
    allowed = (project / "app/features/reporting", project / "app/features/workbook")
    found = [
        str(path.relative_to(project))
        for path in _code(project)
        if "pandas" in _imported(path)
        and not path.is_relative_to(allowed[0])
        and not path.is_relative_to(allowed[1])
    ]
    assert found == []


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}
