"""Write a report from Python."""

from collections.abc import Sequence
from os import PathLike

from inkspect.network.given import file_or_network
from inkspect.network.network import Network
from inkspect.report.build import build_report
from inkspect.report.subject import subject_of_network, subject_of_weights
from inkspect.system.arguments import as_path, as_paths, as_whole
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable


def write_report(
    path: str | PathLike[str],
    *,
    weights: Network | str | PathLike[str] | None = None,
    strokes: str | PathLike[str] | Sequence[str | PathLike[str]] = (),
    no_digits: str | PathLike[str] | None = None,
    mistakes: int = 60,
) -> None:
    """Write a report on a network's accuracy, mistakes and rejections as one HTML file, as `inkspect report` does.

    Args:
        path: the file to write; an earlier report is replaced.
        weights: a network, or its weights file; the published one if None.
        strokes: one or more stroke files of labelled digits to evaluate on, besides MNIST's test pictures.
        no_digits: a stroke file of negatives.
        mistakes: how many pictures of each kind to show.

    Raises:
        InkspectError: matplotlib is missing, a file cannot be read or holds nothing to measure, MNIST cannot be
            obtained, or the report cannot be written.
        InvalidValueError: an argument is of the wrong type or range.
    """
    target, chosen = as_path(path, "path"), file_or_network(weights, "weights")
    most_shown = as_whole(mistakes, "mistakes", 0)
    digits, negatives = as_paths(strokes, "strokes"), None if no_digits is None else as_path(no_digits, "no_digits")
    subject = subject_of_network(chosen) if isinstance(chosen, Network) else subject_of_weights(chosen)
    check_replaceable(target, Purpose.REPORT)
    write_atomically(target, build_report(subject, digits, negatives, most_shown=most_shown))
