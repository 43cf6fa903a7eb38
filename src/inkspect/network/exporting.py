"""Writing any network for other programs: what all exports to safetensors, JSON and ONNX have in common."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable, purpose_of

if TYPE_CHECKING:
    import onnx

OPSET = 17
"""The ONNX operator set of 2022: every runtime in use supports it, and nothing newer is needed."""

IR_VERSION = 8
"""The version of ONNX's file format that matches the opset."""

_PURPOSES = MappingProxyType({"onnx": Purpose.ONNX, "json": Purpose.JSON})


def write_safetensors(path: Path, content: bytes) -> str:
    """Write a weights file and return lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the file cannot be written.
    """
    write_atomically(path, content)
    return _how_to_load(
        path,
        "from safetensors.numpy import load_file  # or safetensors.torch, and so on",
        f"parameters = load_file({str(path)!r})",
    )


def write_json(path: Path, content: Mapping[str, object], holds: str) -> str:
    """Write an object as JSON and return lines of text: the file written, and the Python code that loads it.

    Args:
        path: the file to write; an existing file is replaced.
        content: the object.
        holds: its main parts, as a remark beside the code.

    Raises:
        InkspectError: the file cannot be written.
    """
    write_atomically(path, json.dumps(content, separators=(",", ":"), allow_nan=False).encode() + b"\n")
    return _how_to_load(
        path,
        "import json",
        f"with open({str(path)!r}) as file:",
        f"    network = json.load(file)  # {holds}",
    )


def write_onnx(
    path: Path, make_model: Callable[[], "onnx.ModelProto"], metadata: Mapping[str, str], feed: str, remark: str
) -> str:
    """Write a model, validated by ONNX's own checker, and return lines of text: the file, and the code that runs it.

    Args:
        path: the file to write; an existing file is replaced.
        make_model: makes the model; called once the package onnx is known to be there.
        metadata: what the model says of itself.
        feed: the name of its only input.
        remark: what that input is, as a remark above the code.

    Raises:
        InkspectError: the package onnx is missing, or the file cannot be written.
    """
    try:
        import onnx
    except ImportError as error:
        raise InkspectError("exporting to ONNX needs the package onnx: pip install 'inkspect[export]'") from error
    model = make_model()
    onnx.helper.set_model_props(model, dict(sorted(metadata.items())))
    onnx.checker.check_model(model, full_check=True)
    write_atomically(path, model.SerializeToString(deterministic=True))
    return _how_to_load(
        path,
        "import onnxruntime",
        f"session = onnxruntime.InferenceSession({str(path)!r})",
        f"# {feed}: {remark}",
        f'logits, probabilities = session.run(None, {{"{feed}": {feed}}})',
    )


def check_place(path: Path, as_format: str, weights: Purpose, holds_same: Callable[[Path], bool]) -> None:
    """Refuse to overwrite anything but an earlier export to the same format.

    Other weights are refused too: an export cannot be told from somebody's only copy.

    Args:
        path: the file to be written.
        as_format: "safetensors", "onnx" or "json".
        weights: the purpose of the network's own weights files.
        holds_same: whether a weights file of the network holds the very weights to be exported.

    Raises:
        InkspectError: such a file is there, or cannot be read.
    """
    purpose = _PURPOSES.get(as_format, weights)
    check_replaceable(path, purpose)
    if purpose is weights and purpose_of(path) is not None and not holds_same(path):
        raise InkspectError(f"{path} holds the weights of another network; choose another file, or move it away")


def format_of(path: Path, formats: Mapping[str, object]) -> str:
    """Return the format that a path's extension names.

    Raises:
        InvalidValueError: the extension names none.
    """
    as_format = path.suffix.removeprefix(".")
    if as_format not in formats:
        raise InvalidValueError(f"{path}: the extension must be one of .{', .'.join(formats)}, to choose the format")
    return as_format


def _how_to_load(path: Path, *lines: str) -> str:
    return "\n".join([f"Wrote {path}; to load it in Python:", *(f"    {line}" for line in lines)])
