"""A builder for notebooks: the first cell holds the parameters."""

from __future__ import annotations

from pathlib import Path

import nbformat


def notebook(path: Path, parameters: str, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in (parameters, *sources)]
    cells[0]["metadata"]["tags"] = ["parameters"]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path
