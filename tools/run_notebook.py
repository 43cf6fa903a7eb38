"""Run the notebooks in docs/ from top to bottom and save their outputs, except the page, which is large.

usage: python tools/run_notebook.py
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from generated import PROJECT

NOTEBOOKS = sorted((PROJECT / "docs").glob("*.ipynb"))
LARGEST_OUTPUT = 100_000  # characters; a page is larger


def run(path: Path, folder: Path, **variables: str) -> NotebookNode:
    """Run a notebook in `folder` and return it with its outputs; raise if a cell does."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        coalesce_streams=True,  # otherwise the number of outputs depends on how often a cell flushes
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=os.environ | variables)
    return notebook


def without_what_changes(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without times, addresses, versions, and outputs too large to keep."""
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if len(str(output)) <= LARGEST_OUTPUT]
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    output.data = NotebookNode({"image/png": output.data["image/png"], "text/plain": "a picture"})
    return notebook


def main() -> int:
    """Run the command."""
    for path in NOTEBOOKS:
        with TemporaryDirectory() as folder:
            nbformat.write(without_what_changes(run(path, Path(folder))), path)
        sys.stdout.write(f"wrote {path.relative_to(PROJECT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
