"""Mutants of Python sources as mutmut 3 makes them: each one small change that some test should notice.

mutmut itself takes no sample and no limit of time, and runs every test from one process in which all mutants of a
module stand side by side; so only its changes are taken, and `mutants.py` does the rest.
"""

import ast
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from libcst import FunctionDef, Module
from mutmut.mutation.file_mutation import Mutation, create_mutations

from mutant_trial import Mutant


def sample_of(project: Path, targets: Sequence[str], seed: int) -> Iterator[Mutant]:
    """Give mutants in an order that the seed decides, of every target in turn, until there are none.

    However many are taken, each target has had as many as the others, or all that it has.
    """
    by_target = {target: _changes_to(project, target) for target in targets}
    for target, changes in by_target.items():
        random.Random(f"{seed} {target}").shuffle(changes)
    for turn in zip_longest(*by_target.values()):
        for target, change in zip(targets, turn, strict=True):
            if change is not None:
                yield change.mutant(target)


@dataclass(frozen=True)
class _Change:
    """A change to a parsed source; to write the mutant out takes far longer than to think of it."""

    path: str
    code: str
    module: Module
    mutation: Mutation

    def mutant(self, target: str) -> Mutant:
        mutated = self.module.deep_replace(self.mutation.original_node, self.mutation.mutated_node).code
        line, before, after = _difference(self.code.splitlines(), mutated.splitlines())
        around = [
            (node.lineno, node.end_lineno or node.lineno)
            for node in ast.walk(ast.parse(self.code))
            if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or node.lineno)
        ]
        return Mutant(target, self.path, line, before, after, min(around, default=(line, line)), mutated)


def _changes_to(project: Path, target: str) -> list[_Change]:
    """Return the changes within functions; those to constants and fields are left out, as mutmut leaves them."""
    sources = sorted((project / target).rglob("*.py")) if (project / target).is_dir() else [project / target]
    changes = []
    for source in sources:
        path, code = source.relative_to(project).as_posix(), source.read_text(encoding="utf-8")
        module, mutations, _, _ = create_mutations(path, code)
        changes += [
            _Change(path, code, module, mutation)
            for mutation in mutations
            if isinstance(mutation.contained_by_top_level_function, FunctionDef)
        ]
    return changes


def _difference(before: list[str], after: list[str]) -> tuple[int, str, str]:
    """Return the first line, from 1, that differs, and what stands from there to the last one, in one line each."""
    first = next(n for n, (old, new) in enumerate(zip_longest(before, after)) if old != new)
    same_at_the_end = next(
        n for n, (old, new) in enumerate(zip_longest(reversed(before[first:]), reversed(after[first:]))) if old != new
    )
    old, new = (
        " ".join(line.strip() for line in lines[first : len(lines) - same_at_the_end]) for lines in (before, after)
    )
    return first + 1, old, new
