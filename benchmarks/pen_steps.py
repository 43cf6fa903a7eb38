"""The package's training step of the pen's network, and batches for it."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from benchmarks.steps import Parameters
from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.drawing.glyphs import draw_glyph, load_glyphs
from inkspect.network.layers import Floats
from inkspect.pen.batch import TokenBatch
from inkspect.pen.network import PenNetwork
from inkspect.training.optimizer import AdamW
from inkspect.training.pen_recipe import PenRecipe
from inkspect.training.pen_samples import PenSamples
from inkspect.training.pen_sequences import weighing_one
from inkspect.training.pen_task import PenLoss
from inkspect.training.sharding import ShardedGradient

LEARNING_RATE = 0.002


class PenNumpyStep:
    """The package's step as training runs it, without the running average of the weights."""

    def __init__(self, network: PenNetwork, recipe: PenRecipe, pool: ThreadPoolExecutor) -> None:
        self.name = "NumPy"
        self._network = network
        self._optimizer = AdamW.for_parameters(network.parameter_vector)
        self._gradient = ShardedGradient([PenLoss(network.replica()) for _ in range(recipe.shards)], pool)
        self._decay: Floats = np.concatenate(
            [
                np.full(values.size, recipe.weight_decay if values.ndim > 1 else 0.0, network.parameter_vector.dtype)
                for values in network.parameters().values()
            ]
        )

    def run(self, batch: TokenBatch) -> float:
        """Return the batch's mean loss before the update."""
        loss, gradient = self._gradient.compute(batch)
        self._optimizer.update(self._network.parameter_vector, gradient, LEARNING_RATE, self._decay)
        return loss

    def parameters(self) -> Parameters:
        """Return a copy of the current weights."""
        return {name: values.copy() for name, values in self._network.parameters().items()}


def pen_batches(recipe: PenRecipe, count: int) -> list[TokenBatch]:
    """Return so many batches of digits drawn from glyphs, as sequences, in the recipe's mix; all are different."""
    size = recipe.batch_size
    share = count * size / recipe.sequences_per_epoch
    reading, writing = (
        replace(choices, drawings=math.ceil(choices.drawings * share)) for choices in (recipe.reading, recipe.writing)
    )
    fewer = replace(recipe, reading=reading, writing=writing)
    samples = PenSamples.from_drawings(fewer, _made_up_drawings())
    drawn = weighing_one(samples.draw_groups(0, 0, 0, samples.groups))
    order = np.random.default_rng(0).permutation(len(drawn))
    return [drawn.take(order[start : start + size]) for start in range(0, count * size, size)]


def _made_up_drawings() -> list[Drawing]:
    rng, glyphs = np.random.default_rng(0), load_glyphs("digits")
    return [Drawing(tuple(draw_glyph(glyphs[digit][0], rng)), digit) for digit in DIGITS]
