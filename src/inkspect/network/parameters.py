"""A network's parameters: checked, as one vector, with views of it by name."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from inkspect.network.architecture import Shape
from inkspect.network.layers import Floats
from inkspect.system.arguments import as_array, shown
from inkspect.system.errors import InvalidValueError


class HasParameters(Protocol):
    """A network's description, as far as its parameters go."""

    def parameter_shapes(self) -> dict[str, Shape]:
        """Return every parameter's name and shape, in order."""


def as_vector(parameters: object, dtype: DTypeLike, architecture: HasParameters) -> Floats:
    """Return a copy of parameters by name as one vector (parameters,), in the architecture's order.

    Raises:
        InvalidValueError: a name is missing or unknown, a shape is not the architecture's, a value is not a finite
            number, or `dtype` is not a floating-point type.
    """
    kind, shapes = _floating(dtype), architecture.parameter_shapes()
    if not isinstance(parameters, Mapping):
        raise InvalidValueError(f"parameters must be a mapping of arrays by name, not {shown(parameters)}")
    if set(parameters) != set(shapes):
        raise InvalidValueError(f"parameters must be {', '.join(shapes)}; got {', '.join(map(str, parameters))}")
    arrays = [_checked(name, parameters[name], shape, kind) for name, shape in shapes.items()]
    return np.concatenate([values.reshape(-1) for values in arrays])


def named_views(architecture: HasParameters, vector: Floats) -> dict[str, Floats]:
    """Return views of a vector (parameters,) by parameter name."""
    views: dict[str, Floats] = {}
    start = 0
    for name, shape in architecture.parameter_shapes().items():
        size = int(np.prod(shape))
        views[name] = vector[start : start + size].reshape(shape)
        start += size
    if start != vector.size:
        raise InvalidValueError(f"the architecture has {start} parameters, not {vector.size}")
    return views


def _floating(dtype: DTypeLike) -> np.dtype[Any]:
    try:
        kind: np.dtype[Any] = np.dtype(dtype)
    except TypeError as error:
        raise InvalidValueError(f"dtype must be a floating-point type, not {shown(dtype)}") from error
    if not np.issubdtype(kind, np.floating):
        raise InvalidValueError(f"dtype must be a floating-point type, such as float32, not {kind}")
    return kind


def _checked(name: str, given: object, shape: Shape, dtype: np.dtype[Any]) -> Floats:
    array = as_array(given, name)
    if array.dtype.kind not in "iuf":
        raise InvalidValueError(f"{name} must hold numbers, not {array.dtype}")
    if array.shape != shape:
        raise InvalidValueError(f"{name} must have shape {shape}, not {array.shape}")
    with np.errstate(over="ignore"):
        values: NDArray[np.floating] = array.astype(dtype)
    if not np.isfinite(values).all():
        raise InvalidValueError(f"{name} has a value that is not finite as {dtype}")
    return values
