"""What the tests of links and files share: a drawing with its timing, links of it, and what the page says."""

import base64
import binascii
import zlib
from typing import cast

from taking import WORDS
from visit import Visit

# Hesitant at its corner, and uneven in time; it takes 1.2 s.
SEVEN = [
    [[1000, 1000, 0], [1700, 960, 40], [2400, 1010, 97], [3000, 1000, 160], [3010, 1020, 700]],
    [[3000, 1000, 800], [2600, 1800, 880], [2200, 2600, 1010], [1800, 3200, 1200]],
]


def draw_seven(visit: Visit) -> None:
    """Draw it as a script does, in pad units and at its times."""
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", SEVEN)
    visit.settle()


def link_of(visit: Visit) -> str:
    """What the page's script interface gives as its link."""
    return cast(str, visit.page.evaluate("() => window.inkspect.link()"))


def give_fragment(visit: Visit, fragment: str) -> None:
    """Change the address's fragment by hand, and wait for what comes of it."""
    visit.page.evaluate("(fragment) => { window.location.hash = fragment; }", fragment)
    visit.rest()


def notice(visit: Visit) -> str | None:
    """What the page says of a link or a file."""
    shown = visit.page.locator("#notice")
    return shown.locator("p").inner_text() if shown.is_visible() else None


def wait_for_notice(visit: Visit, key: str, language: str = "en") -> None:
    """Wait until the page says this."""
    visit.page.locator("#notice p").filter(has_text=WORDS[language][key]).wait_for(timeout=5000)


def wait_for_end(visit: Visit) -> None:
    """Wait until there is a drawing, and all of it is shown: a replay is over."""
    visit.page.wait_for_function(
        """() => {
          const { moment, moments } = document.querySelector('#timeline').dataset;
          return moments > 0 && moment === moments;
        }""",
        timeout=15_000,
    )
    visit.settle()


def plain_ink(numbers: list[int]) -> str:
    """Numbers below 128 as the text of a link, with the check that belongs to them."""
    content = bytes(numbers)
    check = (binascii.crc32(content) & 0xFFFF).to_bytes(2, "little")
    return "0" + base64.urlsafe_b64encode(content + check).decode().rstrip("=")


def strokes_sent(link: str) -> list[list[tuple[int, int]]]:
    """The strokes of a link, in pad units, without their times: as docs/link-format.md tells."""
    text = link.split("ink=")[1]
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    content = zlib.decompress(packed, -zlib.MAX_WBITS) if text[0] == "1" else packed
    numbers, shift, value = [], 0, 0
    for byte in content[:-2]:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            shift, value = 0, 0
    strokes, lengths = numbers[0], numbers[1 : 1 + numbers[0]]
    points = sum(lengths)
    axes = []
    for axis in range(2):
        place, speed, places = 0, 0, []
        for change in numbers[1 + strokes + axis * points :][:points]:
            speed += change >> 1 ^ -(change & 1)
            place += speed
            places.append(place)
        axes.append(places)
    placed = iter(zip(*axes, strict=True))
    return [[next(placed) for _ in range(length)] for length in lengths]
