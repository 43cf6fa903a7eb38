"""Inkspect: a small convolutional network, trained from scratch in NumPy, and the page that shows it thinking.

    >>> import inkspect
    >>> network = inkspect.load()
    >>> one = [[[0, 0], [0, 10]]]  # strokes: a list of lists of points
    >>> inkspect.read(one, network).digit
    1
    >>> network.trace(inkspect.rasterize(one)).activations["pool1"].shape
    (1, 8, 12, 12)

Every name below is imported when it is first used, so `import inkspect` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inkspect.api import load, rasterize, read, show, train, write_report
    from inkspect.epochs import EpochReport, Progress
    from inkspect.errors import InkspectError
    from inkspect.mnist import Mnist, load_mnist
    from inkspect.network import Network, Trace
    from inkspect.notebook import PageView
    from inkspect.reading import Reading
    from inkspect.recipe import Recipe
    from inkspect.strokes import Drawing, read_strokes, write_strokes
    from inkspect.training import TrainingResult
    from inkspect.weights import save_weights

__all__ = [
    "Drawing",
    "EpochReport",
    "InkspectError",
    "Mnist",
    "Network",
    "PageView",
    "Progress",
    "Reading",
    "Recipe",
    "Trace",
    "TrainingResult",
    "load",
    "load_mnist",
    "rasterize",
    "read",
    "read_strokes",
    "save_weights",
    "show",
    "train",
    "write_report",
    "write_strokes",
]

_MODULES = {
    "api": ("load", "rasterize", "read", "show", "train", "write_report"),
    "errors": ("InkspectError",),
    "mnist": ("Mnist", "load_mnist"),
    "network": ("Network", "Trace"),
    "notebook": ("PageView",),
    "reading": ("Reading",),
    "strokes": ("Drawing", "read_strokes", "write_strokes"),
    "epochs": ("EpochReport", "Progress"),
    "recipe": ("Recipe",),
    "training": ("TrainingResult",),
    "weights": ("save_weights",),
}


if not TYPE_CHECKING:  # a type checker would take every name for one of the package's

    def __getattr__(name: str) -> object:
        for module, names in _MODULES.items():
            if name in names:
                value: object = getattr(import_module(f"inkspect.{module}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module 'inkspect' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
