"""The picture network's parameters, metadata and verdict rule as the bytes of its weights file."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inkspect.network.architecture import load_architecture
from inkspect.network.layers import Floats
from inkspect.network.tensors import StoredType, parse_tensors, serialize_tensors
from inkspect.network.verdict import ALWAYS_A_DIGIT, METADATA_KEY, VerdictRule, rule_of
from inkspect.system.errors import InkspectError

_THIS_NETWORK = "this network"


class StoredNetwork(NamedTuple):
    """The contents of a weights file.

    Attributes:
        parameters: by name, as float32.
        metadata: how they were made, as stored in the file.
        verdict_rule: the rule that judges their probabilities.
    """

    parameters: dict[str, NDArray[np.float32]]
    metadata: dict[str, str]
    verdict_rule: VerdictRule


def serialize(
    parameters: Mapping[str, Floats], metadata: Mapping[str, str], rule: VerdictRule, dtype: StoredType
) -> bytes:
    """Return the file's bytes; the same parameters, metadata and rule always give the same bytes.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    judged_by = {} if rule == ALWAYS_A_DIGIT else {METADATA_KEY: rule.to_metadata()}
    return serialize_tensors(parameters, {**metadata, **judged_by}, dtype)


def parse(content: bytes, source: str) -> StoredNetwork:
    """Parse a file's bytes; `source` names them in error messages.

    Raises:
        InkspectError: they are not weights of exactly this network; the message says what is wrong.
    """
    stored = parse_tensors(content, source, load_architecture().parameter_shapes(), _THIS_NETWORK)
    try:
        return StoredNetwork(stored.parameters, stored.metadata, rule_of(stored.metadata))
    except InkspectError as error:
        raise InkspectError(f"{source} is not a weights file of {_THIS_NETWORK}: {error}") from error
