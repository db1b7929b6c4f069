"""The tree keeps its shape: arrows, public names, light imports, whole wheels, no names of hosts."""

import ast
import importlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "evals", "index", "prompts", "seeds", "ui")
ARROWS = {
    "seeds": set[str](),
    "index": set[str](),
    "prompts": set[str](),
    "assistant": {"index", "prompts"},
    "ui": {"assistant"},
    "evals": {"assistant", "prompts"},
}
HEAVY = (
    *("chromadb", "dateparser", "docx", "gradio", "llama_index", "lxml", "onnx", "onnxruntime", "openai", "py3langid"),
    *("pypdf", "trafilatura"),
)
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
INITS = [path for path in SOURCES if path.name == "__init__.py"]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def imported(path: Path) -> set[str]:
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_where_its_arrows_point(package: str) -> None:
    files = (ROOT / package).rglob("*.py")

    crossings = {
        (str(path.relative_to(ROOT)), name)
        for path in files
        for name in imported(path) & set(PACKAGES) - {package} - ARROWS[package]
    }

    assert crossings == set()


@pytest.mark.parametrize("path", INITS, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_public_names_are_sorted_and_true(path: Path) -> None:
    module = importlib.import_module(".".join(path.parent.relative_to(ROOT).parts))
    names = list(getattr(module, "__all__", []))

    assert names == sorted(names)
    assert [name for name in names if not hasattr(module, name)] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_its_job_first(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text()))

    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize("module", ["assistant", "index", "assistant.shell", "evals.shell"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    code = f"import {module}, sys; print(*sorted(set(sys.modules) & set({HEAVY!r})))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT)

    assert loaded.stdout.split() == []


def test_a_library_is_imported_in_one_file() -> None:
    # What trains, what is measured against, and what measures the machine are not the product.
    speed = ROOT / "evals" / "speed"
    apart = (ROOT / "evals" / "adapter", speed / "sides" / "stack.py", speed / "measuring" / "limits.py")
    product = [path for path in SOURCES if not any(path.is_relative_to(other) for other in apart)]
    importers = {
        name: sorted(str(path.relative_to(ROOT)) for path in product if name in imported(path))
        for name in (
            *("charset_normalizer", "chromadb", "dateparser", "defusedxml", "docx", "onnx", "onnxruntime", "openai"),
            *("py3langid", "pypdf", "sqlite3", "tokenizers", "trafilatura"),
        )
    }

    assert {name: files for name, files in importers.items() if len(files) > 1} == {}


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    held = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())

    wanted = {str(path.relative_to(ROOT)) for path in tracked() if path.relative_to(ROOT).parts[0] in PACKAGES}

    assert wanted - held == set()


def test_no_file_names_a_package_host() -> None:
    host = re.compile(
        rb"\b(?:" + b"|".join([b"py" + b"pi", b"python" + b"hosted", b"npm" + b"js"]) + rb")\.(?:org|com)"
    )

    naming = [str(path.relative_to(ROOT)) for path in tracked() if path.is_file() and host.search(path.read_bytes())]

    assert naming == []


def test_the_seeds_are_the_five_articles() -> None:
    names = sorted(path.name for path in (ROOT / "seeds").glob("*.txt"))

    assert [name[:3] for name in names] == ["000", "001", "002", "003", "004"]
