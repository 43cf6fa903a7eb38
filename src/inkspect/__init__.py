"""Inkspect: a small convolutional network, trained from scratch in NumPy, and the page that shows how it works.

    >>> import inkspect
    >>> network = inkspect.load()
    >>> one = [[[0, 0], [0, 10]]]  # strokes: a list of lists of points
    >>> inkspect.read(one, network).digit
    1
    >>> network.trace(inkspect.rasterize(one)).activations["pool1"].shape
    (1, 8, 12, 12)

Every name below is imported on first use, so `import inkspect` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from inkspect.api import explain, export, load_mnist, rasterize, show, train
    from inkspect.data.mnist import Mnist
    from inkspect.data.stroke_files import read_strokes, write_strokes
    from inkspect.data.strokes import Drawing, Strokes
    from inkspect.either import evaluate, read, read_all
    from inkspect.explaining.explanation import Explanation
    from inkspect.explaining.explanation_json import ExplanationJson
    from inkspect.explaining.pen_explanation import PenExplanation, PenExplanationJson
    from inkspect.loading import load
    from inkspect.measuring.evaluation import Evaluation, EvaluationJson
    from inkspect.measuring.pen import PenEvaluation, PenEvaluationJson
    from inkspect.network.network import Network
    from inkspect.network.reading import Reading, ReadingJson
    from inkspect.network.tensors import StoredType
    from inkspect.network.trace import Trace
    from inkspect.network.verdict import Verdict, VerdictRule
    from inkspect.network.weights import save_weights
    from inkspect.over_time.movements import PenMomentJson, PenReadingOverTime
    from inkspect.over_time.reading import MomentJson, ReadingOverTime, read_over_time
    from inkspect.page.notebook import PageView
    from inkspect.pen.network import PenNetwork
    from inkspect.pen.reading import PenReading, PenReadingJson
    from inkspect.pen.trace import PenTrace
    from inkspect.pen.writing import Written
    from inkspect.report.writing import write_report
    from inkspect.sources import Readable
    from inkspect.system.errors import InkspectError, InvalidValueError
    from inkspect.training.epochs import EpochReport, Progress
    from inkspect.training.pen_finishing import PenTrainingResult
    from inkspect.training.pen_recipe import PenDrawings, PenRecipe
    from inkspect.training.pen_training import train_pen
    from inkspect.training.recipe import Augmentation, FixedCalibration, Recipe, StrokeMix
    from inkspect.training.training import EpochEnd, TrainingResult
    from inkspect.writing.digits import finish, write

__all__ = [
    "Augmentation",
    "Drawing",
    "EpochEnd",
    "EpochReport",
    "Evaluation",
    "EvaluationJson",
    "Explanation",
    "ExplanationJson",
    "FixedCalibration",
    "InkspectError",
    "InvalidValueError",
    "Mnist",
    "MomentJson",
    "Network",
    "PageView",
    "PenDrawings",
    "PenEvaluation",
    "PenEvaluationJson",
    "PenExplanation",
    "PenExplanationJson",
    "PenMomentJson",
    "PenNetwork",
    "PenReading",
    "PenReadingJson",
    "PenReadingOverTime",
    "PenRecipe",
    "PenTrace",
    "PenTrainingResult",
    "Progress",
    "Readable",
    "Reading",
    "ReadingJson",
    "ReadingOverTime",
    "Recipe",
    "StoredType",
    "StrokeMix",
    "Strokes",
    "Trace",
    "TrainingResult",
    "Verdict",
    "VerdictRule",
    "Written",
    "evaluate",
    "explain",
    "export",
    "finish",
    "load",
    "load_mnist",
    "rasterize",
    "read",
    "read_all",
    "read_over_time",
    "read_strokes",
    "save_weights",
    "show",
    "train",
    "train_pen",
    "write",
    "write_report",
    "write_strokes",
]

_MODULES = {
    "api": ("explain", "export", "load_mnist", "rasterize", "show", "train"),
    "data.mnist": ("Mnist",),
    "data.stroke_files": ("read_strokes", "write_strokes"),
    "data.strokes": ("Drawing", "Strokes"),
    "either": ("evaluate", "read", "read_all"),
    "explaining.explanation": ("Explanation",),
    "explaining.explanation_json": ("ExplanationJson",),
    "explaining.pen_explanation": ("PenExplanation", "PenExplanationJson"),
    "loading": ("load",),
    "measuring.evaluation": ("Evaluation", "EvaluationJson"),
    "measuring.pen": ("PenEvaluation", "PenEvaluationJson"),
    "network.network": ("Network",),
    "network.reading": ("Reading", "ReadingJson"),
    "network.tensors": ("StoredType",),
    "network.trace": ("Trace",),
    "network.verdict": ("Verdict", "VerdictRule"),
    "network.weights": ("save_weights",),
    "pen.network": ("PenNetwork",),
    "pen.reading": ("PenReading", "PenReadingJson"),
    "pen.trace": ("PenTrace",),
    "pen.writing": ("Written",),
    "over_time.movements": ("PenMomentJson", "PenReadingOverTime"),
    "over_time.reading": ("MomentJson", "ReadingOverTime", "read_over_time"),
    "page.notebook": ("PageView",),
    "report.writing": ("write_report",),
    "sources": ("Readable",),
    "system.errors": ("InkspectError", "InvalidValueError"),
    "training.epochs": ("EpochReport", "Progress"),
    "training.pen_finishing": ("PenTrainingResult",),
    "training.pen_recipe": ("PenDrawings", "PenRecipe"),
    "training.pen_training": ("train_pen",),
    "training.recipe": ("Augmentation", "FixedCalibration", "Recipe", "StrokeMix"),
    "training.training": ("EpochEnd", "TrainingResult"),
    "writing.digits": ("finish", "write"),
}


if not TYPE_CHECKING:  # with it, a type checker would accept any name

    def __getattr__(name: str) -> object:
        if name == "__version__":
            return import_module("importlib.metadata").version("inkspect")
        for module, names in _MODULES.items():
            if name in names:
                value: object = getattr(import_module(f"inkspect.{module}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module 'inkspect' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
