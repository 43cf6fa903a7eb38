"""Links hold the drawing, and open as what they were made of; what is no link is refused in one sentence."""

from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Route

from accessibility import LOOKS, axe_findings
from pen import ZIGZAG, draw_own, draw_placed, draw_with_mouse, pad_box
from sending import SEVEN, draw_seven, give_fragment, link_of, notice, plain_ink, wait_for_end, wait_for_notice
from taking import LISTEN, WORDS, open_menu, save, told, wait_for_refusal
from visit import Scheme, Visit, Visits

SITE = "https://inkspect.example/lessons/page.html"
SHARE = """
window.shared = [];
navigator.share = async (given) => {
  window.shared.push(given);
  if (window.refusal) throw new DOMException('no', window.refusal);
};
"""


# The second comes once the page has been told of the first, and before that is unpacked.
ONE_AFTER_ANOTHER = """async ([first, second]) => {
  const told = new Promise((done) => addEventListener('hashchange', done, { once: true }));
  location.hash = first;
  await told;
  location.hash = second;
}"""


def test_a_link_brings_the_drawing_back_exactly_with_its_timing_and_its_answer(visits: Visits) -> None:
    sender = visits.open()
    draw_with_mouse(sender, [*ZIGZAG, [(0.3, 0.9), (0.31, 0.9), (0.7, 0.92)]])
    link, read = link_of(sender), sender.read()
    assert link.startswith("#ink=")
    receiver = visits.open(query=link)
    wait_for_end(receiver)
    assert receiver.read() == read
    assert link_of(receiver) == link
    assert receiver.ink() == sender.ink()


def test_a_link_that_is_opened_replays_the_drawing_and_keeps_it_in_the_address(visits: Visits) -> None:
    sender = visits.open()
    draw_seven(sender)
    link, whole = link_of(sender), sender.ink()
    visit = visits.open(query=link)
    visit.page.wait_for_function("() => document.querySelector('#timeline').dataset.moments === '9'")
    assert visit.ink() != whole, "the drawing is there at once, and not replayed"
    wait_for_end(visit)
    assert visit.ink() == whole
    visit.rest()
    assert visit.page.evaluate("() => location.hash") == link
    draw_own(visit)
    visit.rest()
    assert visit.page.evaluate("() => location.hash") == "", "the address still holds what is no longer there"
    visit.page.locator("#undo").click()
    visit.rest()
    assert visit.page.evaluate("() => location.hash") == link


def test_where_things_should_not_move_a_link_shows_the_whole_drawing_at_once(visits: Visits) -> None:
    sender, visit = visits.open(), visits.open()
    draw_seven(sender)
    visit.page.emulate_media(reduced_motion="reduce")
    give_fragment(visit, link_of(sender))
    assert visit.ink() == sender.ink()


def test_a_link_holds_selection_options_and_the_moment_at_which_it_rests(visits: Visits) -> None:
    sender = visits.open(query="#allLinks")
    draw_seven(sender)
    sender.select("map2.11")
    sender.page.evaluate("() => window.inkspect.at(5)")
    sender.settle()
    link, read, ink = link_of(sender), sender.read(), sender.ink()
    assert link.startswith("#part=map2.11&allLinks&at=5&ink=")
    visit = visits.open(query=link)
    visit.rest()
    assert (visit.read(), visit.ink()) == (read, ink)
    assert "Conv2 map 12" in visit.page.locator("#selection").inner_text()
    assert visit.page.locator("#diagram-links").get_attribute("aria-checked") == "true"
    assert visit.page.evaluate("() => location.hash") == link
    visit.page.reload()
    visit.rest()
    assert (visit.read(), visit.ink()) == (read, ink)


def test_a_moment_that_is_sent_reads_as_it_did_when_it_was_drawn(visits: Visits) -> None:
    drawn, whole = visits.open(), visits.open()
    draw_seven(whole)
    ink = link_of(whole)
    for points in (1, 3, 6, 8):
        first, second = SEVEN[0][:points], SEVEN[1][: max(0, points - len(SEVEN[0]))]
        drawn.page.evaluate(
            "(strokes) => window.inkspect.draw(strokes, { placed: true })", [first, second] if second else [first]
        )
        give_fragment(whole, f"at={points}&{ink[1:]}")
        assert whole.read() == drawn.read(), f"at {points} points"


@pytest.mark.parametrize(
    ("ink", "key"),
    [
        ("1q6pW", "refused.linkDamaged"),
        ("0AAAA", "refused.linkDamaged"),
        (plain_ink([1, 1, 127, 127, 0]) + "x", "refused.linkDamaged"),
        ("2q6pW", "refused.linkNewer"),
        ("0" + "A" * 500_000, "refused.linkHuge"),
        ("<img src=x onerror=alert(1)>", "refused.linkDamaged"),
    ],
    ids=lambda given: given[:24],
)
def test_a_link_that_holds_no_drawing_is_refused_in_one_sentence_and_the_page_works_on(
    visits: Visits, ink: str, key: str
) -> None:
    visit = visits.open(query=f"#part=map1.3&ink={ink}")
    wait_for_notice(visit, key)
    assert visit.page.locator("#selection").inner_text() != ""
    assert visit.answer().digit is None
    visit.page.locator("#language").click()
    wait_for_notice(visit, key, "ja")
    draw_own(visit)
    assert (visit.answer().digit, notice(visit)) == (3, None)


def test_what_is_said_can_be_put_away_by_keyboard_which_then_is_at_the_pad(visits: Visits) -> None:
    visit = visits.open(query="#ink=1nothing")
    wait_for_notice(visit, "refused.linkDamaged")
    visit.page.locator("#notice button").focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert notice(visit) is None
    assert visit.page.evaluate("() => document.activeElement.id") == "ink"


def test_whatever_comes_into_the_address_nothing_of_it_becomes_part_of_the_page(visit: Visit) -> None:
    draw_seven(visit)
    pieces = ["ink=", "1", "0AAAA", "at=", "99999", "-1", "&", "part=<b>x</b>", "<script>alert(1)</script>", "%", "%00"]
    elements = "() => ['b', 'script', 'img', 'svg', 'section'].map((kind) => document.querySelectorAll(kind).length)"
    before = visit.page.evaluate(elements)
    read = visit.read()
    for first in range(len(pieces)):
        for second in range(len(pieces)):
            text = pieces[first] + pieces[second] + pieces[(first * 7 + second) % len(pieces)]
            visit.page.evaluate("(fragment) => { window.location.hash = fragment; }", text)
    visit.rest()
    give_fragment(visit, "")
    assert visit.page.evaluate(elements) == before
    assert visit.read() == read


def test_a_moment_given_while_one_draws_does_not_stay_in_the_address(visit: Visit) -> None:
    draw_seven(visit)
    x, y, side = pad_box(visit)
    visit.page.mouse.move(x + side / 2, y + side / 2)
    visit.page.mouse.down()
    visit.page.mouse.move(x + side / 2, y + side * 0.8, steps=4)
    give_fragment(visit, "at=3&part=map1.3")
    assert visit.page.evaluate("() => location.hash") == "#part=map1.3"
    visit.page.mouse.up()
    give_fragment(visit, "at=3&unknown=1")
    assert visit.page.evaluate("() => location.hash") == "#at=3"


def test_of_two_links_the_one_that_was_opened_last_counts(visits: Visits) -> None:
    sender, visit = visits.open(), visits.open()
    draw_seven(sender)
    quick = link_of(sender)
    draw_placed(sender, [[[i % 4096, (i * 3) % 4096, 10 * i] for i in range(9000)]])
    slow = link_of(sender)
    assert (quick[:6], slow[:6]) == ("#ink=0", "#ink=1"), "both are unpacked alike"
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.evaluate(ONE_AFTER_ANOTHER, [slow, quick])
    visit.page.wait_for_timeout(700)
    wait_for_end(visit)
    assert link_of(visit) == quick


def test_a_page_from_a_file_opens_what_is_pasted_into_its_field(visits: Visits) -> None:
    sender, visit = visits.open(), visits.open()
    visit.page.emulate_media(reduced_motion="reduce")
    draw_seven(sender)
    link = link_of(sender)
    broken = "\n ".join(link[at : at + 20] for at in range(0, len(link), 20))
    open_menu(visit)
    for written in (
        f"  {link}\n",
        link[1:],
        f"https://example.org/page.html?lang=ja{link}",
        f"<file:///lessons/inkspect.html{link}>.",
        f"https://example.org/{broken}",
    ):
        visit.page.evaluate("() => window.inkspect.clear()")
        visit.page.locator("#paste").fill(written)
        visit.page.keyboard.press("Enter")
        wait_for_end(visit)
        assert link_of(visit) == link, written
        assert visit.page.locator("#paste").input_value() == ""


def test_what_is_pasted_and_is_no_link_is_refused_in_its_place_and_nothing_else_is_said(visits: Visits) -> None:
    visit = visits.open(width=390, height=664)
    draw_seven(visit)
    open_menu(visit)
    visit.page.locator("#paste").scroll_into_view_if_needed()
    save(visit, "drawing", "JSONL")
    at = visit.page.evaluate("() => scrollY")
    for given, key in (("hello, world", "refused.noLink"), ("#ink=1damaged", "refused.linkDamaged")):
        visit.page.locator("#paste").fill(given)
        visit.page.keyboard.press("Enter")
        wait_for_refusal(visit, key)
        assert notice(visit) is None
        assert abs(visit.page.evaluate("() => scrollY") - at) < 60, "the page has jumped"
    visit.page.locator("#paste").fill(link_of(visit))
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => document.querySelector('.take-told').textContent === ''")
    visit.settle()
    assert visit.page.locator(".pad").evaluate("(pad) => pad.getBoundingClientRect().top >= 0"), "the pad is not seen"


def test_copying_from_a_file_copies_the_fragment_alone_and_says_why(visit: Visit) -> None:
    visit.page.evaluate(LISTEN, True)
    open_menu(visit)
    group = visit.page.get_by_role("group", name=WORDS["en"]["take.noDrawing"], exact=True)
    assert {one.get_attribute("aria-disabled") for one in group.get_by_role("button").all()} == {"true"}
    draw_seven(visit)
    visit.page.get_by_role("button", name="Copy link", exact=True).click()
    assert told(visit) == WORDS["en"]["send.fragmentCopied"]
    assert visit.page.evaluate("() => window.copied") == link_of(visit)


def test_from_a_site_the_whole_address_is_copied_and_shared(browser: Browser, page_file: Path) -> None:
    context = browser.new_context()
    context.add_init_script(SHARE)
    page = context.new_page()
    requested: list[str] = []

    def answer(route: Route) -> None:
        requested.append(route.request.url)
        route.fulfill(body=page_file.read_bytes(), content_type="text/html")

    page.route("**/*", answer)
    page.goto(f"{SITE}?lang=en#part=map1.3")
    page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", SEVEN)
    link = cast(str, page.evaluate("() => window.inkspect.link()"))
    assert link.startswith(f"{SITE}?lang=en#part=map1.3&ink=")
    page.evaluate(LISTEN, True)
    page.locator("#take > summary").click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    page.locator(".take-told").filter(has_text=WORDS["en"]["send.linkCopied"]).wait_for()
    assert page.evaluate("() => window.copied") == link
    share = page.get_by_role("button", name="Share", exact=True)
    share.click()
    page.locator(".take-told").filter(has_text=WORDS["en"]["send.shared"]).wait_for()
    assert page.evaluate("() => window.shared") == [{"title": WORDS["en"]["page.title"], "url": link}]
    page.evaluate("() => { window.refusal = 'NotAllowedError'; }")
    share.click()
    page.locator(".take-told").filter(has_text=WORDS["en"]["send.shareFailed"]).wait_for()
    assert [url.split("#")[0] for url in requested] == [f"{SITE}?lang=en"], "the drawing was sent somewhere"
    context.close()


def test_there_is_no_share_button_where_there_is_no_share_sheet(visit: Visit) -> None:
    open_menu(visit)
    assert visit.page.get_by_role("button", name="Share", exact=True).count() == 0


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_while_something_is_said_of_a_link(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}#ink=9", bypass_csp=True)
    wait_for_notice(visit, "refused.linkNewer", language)
    open_menu(visit)
    assert axe_findings(visit) == []
