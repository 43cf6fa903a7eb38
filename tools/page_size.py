"""Print the page's bytes by part, and fail where a part has grown beyond its limit.

The limits are what the page may weigh, with a little room for the next change: whoever needs more raises one here,
and says why. The page's file holds its script packed; what the script is made of is counted as it runs.
"""

import base64
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

PROJECT = Path(__file__).resolve().parent.parent

WHOLE = "the page"
SCRIPT = "script, unpacked"
LIMITS = {
    WHOLE: 478_000,
    "document": 12_500,
    "weights: parameters": 75_000,
    "weights: what they say": 6_000,
    "pen: parameters": 75_000,
    "pen: what they say": 20_000,
    "script, packed": 286_000,
    "style, unpacked": 62_000,
    SCRIPT: 510_000,
    "script: words": 106_000,
    "script: kernels": 12_000,
    "script: views": 208_000,
    "script: ink": 21_000,
}
"""In bytes, as the file holds them but for the script's parts."""


def sizes_of(page: str, script_parts: Mapping[str, int]) -> dict[str, int]:
    """Return the bytes of a built page by part, the whole first; `script_parts` as web/sizes.mjs tells them."""
    blocks = re.findall(r'<script type="application/json" id="[^"]+">(.*?)</script>', page, re.DOTALL)
    packed = _bytes(packed_script(page))
    weights, pen, _ = map(_bytes, blocks)
    told, told_of_pen = (_told_in(json.loads(block)["safetensors"]) for block in blocks[:2])
    document = _bytes(page) - packed - sum(map(_bytes, blocks))
    return {
        WHOLE: _bytes(page),
        "document": document,
        "weights: parameters": weights - told,
        "weights: what they say": told,
        "pen: parameters": pen - told_of_pen,
        "pen: what they say": told_of_pen,
        "script, packed": packed,
        "style, unpacked": _bytes(unpacked_style(page)),
        SCRIPT: _bytes(unpacked_script(page)),
        **{f"script: {part}": size for part, size in sorted(script_parts.items(), key=lambda item: -item[1])},
    }


def packed_script(page: str) -> str:
    """Return the one script that a built page's file holds."""
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return str(script)


def unpacked_script(page: str) -> str:
    """Return the script that a built page runs, which the one in its file unpacks."""
    return max(_packed_in(page), key=len)


def unpacked_style(page: str) -> str:
    """Return the style of a built page, which its script unpacks, too."""
    return min(_packed_in(page), key=len)


def _packed_in(page: str) -> list[str]:
    """Return the page's script and style."""
    found = re.findall(r"[\w+/]{1000,}={0,2}", packed_script(page))
    return [zlib.decompress(base64.b64decode(packed), -zlib.MAX_WBITS).decode() for packed in found]


def over(sizes: Mapping[str, int]) -> list[str]:
    """Return a line for each part that is beyond its limit."""
    return [
        f"{part} has {size:,} bytes, {size - LIMITS[part]:,} more than its limit of {LIMITS[part]:,}"
        for part, size in sizes.items()
        if size > LIMITS.get(part, sys.maxsize)
    ]


def script_parts() -> dict[str, int]:
    """Ask the bundler where the script's bytes come from."""
    done = subprocess.run(["node", "web/sizes.mjs"], cwd=PROJECT, capture_output=True, text=True, check=True)
    parts: dict[str, int] = json.loads(done.stdout)
    return parts


def _bytes(text: str) -> int:
    return len(text.encode())


def _told_in(encoded: str) -> int:
    """Return how many bytes of a weights file in base64 are its header."""
    content = base64.b64decode(encoded)
    return (8 + int.from_bytes(content[:8], "little")) * 4 // 3


def main() -> int:
    """Print the table; the exit code is 1 where a limit is broken."""
    sizes = sizes_of(build_page(published_weights()).decode(), script_parts())
    print(f"{'part':<26}{'bytes':>9}{'limit':>9}")
    for part, size in sizes.items():
        limit = f"{LIMITS[part]:,}" if part in LIMITS else ""
        print(f"{part:<26}{size:>9,}{limit:>9}")
    broken = over(sizes)
    for line in broken:
        print(line, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
