"""The picture network's training step, in NumPy and in PyTorch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.steps import Choices, NumpyStep, Parameters, TrainingStep, made_up_batches
from benchmarks.torch_step import WAYS, TorchStep
from inkspect.network.network import Network
from inkspect.training.examples import Examples
from inkspect.training.recipe import Recipe


class PictureContest:
    """Batches of made-up digits, by the default recipe."""

    def __init__(self) -> None:
        self._recipe = recipe = Recipe()
        self._choices = Choices(weight_decay=recipe.weight_decay, label_smoothing=recipe.label_smoothing)
        self.described = f"batches of {recipe.batch_size}, AdamW; NumPy uses {recipe.shards} shards, as training does"

    def batches(self, count: int) -> list[Examples]:
        """Return so many batches of pictures."""
        return made_up_batches(count, self._recipe.batch_size)

    def numpy_step(self, dtype: str, pool: ThreadPoolExecutor) -> NumpyStep:
        """Return NumPy's step, always from the same weights."""
        return NumpyStep(Network.initialized(0, dtype), self._choices, self._recipe.shards, pool)

    def torch_steps(self, parameters: Parameters) -> Sequence[TrainingStep[Examples]]:
        """Return PyTorch's ways, from these weights and in their type."""
        return [TorchStep(parameters, self._choices, way) for way in WAYS]
