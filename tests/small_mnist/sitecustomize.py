"""Where this folder is on PYTHONPATH, MNIST is a small stand-in, so that documents can be run without a download.

Nothing is imported before somebody imports `inkspect.data.mnist`.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

NAME = "inkspect.data.mnist"
TRAINING, TEST = 5256, 200  # 5,000 of the training pictures are for validation


class SmallMnist(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `inkspect.data.mnist` as everybody does, and exchanges its `load_mnist`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find the module, to be loaded here."""
        if fullname != NAME:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            self._loader = spec.loader
            spec.loader = self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then exchange what would download."""
        self._loader.exec_module(module)
        vars(module)["load_mnist"] = lambda *_, **__: small_mnist(module)


def small_mnist(module: ModuleType) -> object:
    """Return noise with labels, a brighter row for each digit."""
    import numpy as np

    random = np.random.default_rng(0)
    labels = (np.arange(TRAINING + TEST) % 10).astype(np.uint8)
    pictures = random.integers(0, 60, (len(labels), 28, 28), dtype=np.uint8)
    pictures[np.arange(len(labels)), 4 + 2 * labels] = 255
    parts = pictures[:TRAINING], labels[:TRAINING], pictures[TRAINING:], labels[TRAINING:]
    return module.Mnist(*parts, name="mnist")


sys.meta_path.insert(0, SmallMnist())
