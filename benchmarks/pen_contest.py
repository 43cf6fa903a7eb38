"""The pen network's training step, in NumPy and in PyTorch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.pen_steps import LEARNING_RATE, PenNumpyStep, pen_batches
from benchmarks.steps import Parameters, TrainingStep
from benchmarks.torch_pen_step import WAYS, TorchPenStep
from inkspect.pen.batch import TokenBatch
from inkspect.pen.network import PenNetwork
from inkspect.training.pen_recipe import PenRecipe


class PenContest:
    """Batches of made-up digits' sequences, in the mix of the default recipe; they need no data."""

    def __init__(self) -> None:
        self._recipe = recipe = PenRecipe()
        self.described = (
            f"batches of {recipe.batch_size} sequences, AdamW; NumPy uses {recipe.shards} shards, as training does"
        )

    def batches(self, count: int) -> list[TokenBatch]:
        """Return so many batches of sequences, all different."""
        return pen_batches(self._recipe, count)

    def numpy_step(self, dtype: str, pool: ThreadPoolExecutor) -> PenNumpyStep:
        """Return NumPy's step, always from the same weights."""
        return PenNumpyStep(PenNetwork.initialized(0, dtype), self._recipe, pool)

    def torch_steps(self, parameters: Parameters) -> Sequence[TrainingStep[TokenBatch]]:
        """Return PyTorch's ways, from these weights and in their type."""
        return [TorchPenStep(parameters, LEARNING_RATE, self._recipe.weight_decay, way) for way in WAYS]
