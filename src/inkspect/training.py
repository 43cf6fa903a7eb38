"""Training from scratch: what is learned from is prepared, a teacher trained where the recipe has one, epochs run."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from inkspect.architecture import Architecture, load_architecture
from inkspect.distillation import LabelLoss, Loss, TaughtLoss
from inkspect.epochs import EpochReport, Epochs, Progress, TrainingState
from inkspect.examples import TrainingData, prepare_training_data
from inkspect.mnist import Mnist
from inkspect.network import Network
from inkspect.recipe import Recipe
from inkspect.sharding import ShardedGradient, deterministic_pool
from inkspect.stroke_samples import DrawnAhead, StrokeSamples
from inkspect.strokes import Drawing


@dataclass(frozen=True)
class TrainingResult:
    """What a training came to.

    Attributes:
        network: the trained network, in float32.
        history: the report of every epoch.
        teacher_history: the same of the teacher's training, where one was trained for it.
    """

    network: Network
    history: list[EpochReport]
    teacher_history: list[EpochReport] = field(default_factory=list)


def train(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    resume_from: TrainingState | None = None,
    on_state: Callable[[TrainingState], None] | None = None,
    teacher: Network | None = None,
) -> TrainingResult:
    """Train a network from scratch; where the recipe has a teacher, train that first.

    Args:
        mnist: its training set is learned from, but for the last pictures, which are for validation.
        drawings: further training data, labelled with digits.
        recipe: the choices; the default ones where None.
        seed: equal seeds give equal weights, bit for bit, on the same machine, NumPy and recipe.
        workers: threads to compute on; where None, as many as there are cores.
        on_progress: called some times a second and after every epoch.
        resume_from: where an earlier training with the same data, recipe and seed had come to, to go on from there;
            the result is the same, bit for bit, as if it had never stopped. The state is changed.
        on_state: called after every epoch with all that the rest of the training depends on, valid until it returns;
            the teacher's epochs are not told.
        teacher: the recipe's teacher, as `train_teacher` gives it, where it is trained already.

    Raises:
        InkspectError: a drawing's label is no digit, or there are too few pictures.
        ValueError: the teacher is not as wide as the recipe's.
    """
    recipe = recipe or Recipe()
    course = _Course(mnist, drawings, seed, workers, on_progress or _ignore)
    architecture = load_architecture()
    if not recipe.teacher.width:
        if teacher is not None:
            raise ValueError("the recipe has no teacher")
        return course.follow(recipe, architecture, LabelLoss(), resume_from, on_state)
    taught = None
    if teacher is None:
        taught = train_teacher(mnist, drawings, recipe=recipe, seed=seed, workers=workers, on_progress=on_progress)
        teacher = taught.network
    if teacher.architecture != architecture.widened(recipe.teacher.width):
        raise ValueError(f"the teacher is not {recipe.teacher.width} times as wide as the network")
    loss = TaughtLoss(teacher, recipe.teacher.share, recipe.teacher.temperature)
    result = course.follow(replace(recipe, label_smoothing=0.0), architecture, loss, resume_from, on_state)
    return replace(result, teacher_history=taught.history) if taught else result


def train_teacher(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    resume_from: TrainingState | None = None,
    on_state: Callable[[TrainingState], None] | None = None,
) -> TrainingResult:
    """Train the teacher of a recipe, which must have one; all else as in `train`."""

    def tell(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(replace(progress, of_teacher=True))

    course = _Course(mnist, drawings, seed, workers, tell)
    architecture = load_architecture().widened(recipe.teacher.width)
    return course.follow(recipe.for_teacher(), architecture, LabelLoss(), resume_from, on_state)


@dataclass(frozen=True)
class _Course:
    """What the trainings of a network and of its teacher have in common."""

    mnist: Mnist
    drawings: Sequence[Drawing]
    seed: int
    workers: int | None
    on_progress: Callable[[Progress], None]

    def follow(
        self,
        recipe: Recipe,
        architecture: Architecture,
        loss: Loss,
        resume_from: TrainingState | None,
        on_state: Callable[[TrainingState], None] | None,
    ) -> TrainingResult:
        """Train one network of this architecture from there, by the recipe, whose teacher is not looked at."""
        data = prepare_training_data(
            self.mnist,
            self.drawings,
            validation_pictures=recipe.validation_pictures,
            writers_apart=recipe.writers_apart,
            stroke_copies=0 if recipe.stroke_mix.total else recipe.stroke_copies,
        )
        state = resume_from or TrainingState.initial(self.seed, architecture)
        network = Network(architecture, state.parameters)
        workers = self.workers or os.cpu_count() or 1
        with deterministic_pool(workers) as pool, _drawn_ahead(data, recipe, self.seed, workers) as drawn:
            gradient = ShardedGradient(network, recipe.shards, pool, loss)
            epochs = Epochs(data, recipe, state, network, gradient, pool, self.on_progress, drawn)
            while state.epoch < recipe.epochs:
                epochs.one_epoch()
                if on_state is not None:
                    on_state(state)
        return TrainingResult(Network(architecture, state.average), state.history)


@contextmanager
def _drawn_ahead(data: TrainingData, recipe: Recipe, seed: int, workers: int) -> Iterator[DrawnAhead | None]:
    """Give what draws the recipe's stroke mix, if it has one."""
    if not recipe.stroke_mix.total:
        yield None
        return
    samples = StrokeSamples.from_drawings(recipe.stroke_mix, data.drawings)
    drawn = DrawnAhead(samples, seed, recipe.epochs, workers)
    try:
        yield drawn
    finally:
        drawn.close()


def _ignore(_: Progress) -> None:
    pass
