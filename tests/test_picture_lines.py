"""Sums along lines, outlines and gaps, against what they are by definition."""

import numpy as np
import pytest
from numpy.random import Generator

from inkspect.pictures.lines import line_sums, lines_across
from inkspect.pictures.outline import distance_to
from inkspect.pictures.polygons import convex_hull, polygon, quadrangularity
from inkspect.pictures.sheet import continued, find_sheet
from inkspect.pictures.skips import interrupts_a_stroke


@pytest.fixture
def random() -> Generator:
    return np.random.default_rng(30)


class TestSumsAlongLines:
    @pytest.mark.parametrize("rows", [2, 4, 8])
    def test_each_is_the_sum_along_one_line_of_the_right_slope(self, random: Generator, rows: int) -> None:
        """Marked with powers, the pixels a sum is made of can be told: one a row, never far from the straight line."""
        width = 2 * rows
        for slope in range(rows):
            for start in range(rows):
                columns = []
                for row in range(rows):
                    places = []
                    for column in range(width):
                        single = np.zeros((rows, width), np.float32)
                        single[row, column] = 1
                        if line_sums(single)[slope, start]:
                            places.append(column)
                    (column,) = places
                    columns.append(column)
                straight = start + slope * np.arange(rows) / (rows - 1)
                assert columns[0] == start and columns[-1] == start + slope
                assert np.abs(np.array(columns) - straight).max() <= np.log2(rows) / 6 + 0.5

    def test_all_lines_together_hold_every_pixel_as_often_as_there_are_slopes(self, random: Generator) -> None:
        values = random.random((16, 40)).astype(np.float32)
        np.testing.assert_allclose(line_sums(values).sum(axis=1), np.full(16, values.sum()), rtol=1e-5)

    @pytest.mark.parametrize("ends", [((0, 20), (149, 33)), ((40, 0), (95, 119)), ((0, 119), (140, 0))])
    def test_a_line_from_edge_to_edge_is_found_where_it_is(self, ends: tuple[tuple[int, int], ...]) -> None:
        mask = np.zeros((120, 150), np.bool_)
        steps = np.linspace(0, 1, 400)[:, None]
        x, y = np.rint(np.array(ends[0]) * (1 - steps) + np.array(ends[1]) * steps).astype(int).T
        mask[y, x] = True
        (line,) = lines_across(mask, np.ones_like(mask))
        angle = np.arctan2(ends[1][1] - ends[0][1], ends[1][0] - ends[0][0]) % np.pi
        assert line.angle == pytest.approx(angle, abs=0.02)
        for point in (line.start, line.end):
            away = np.hypot(x - point[0], y - point[1]).min()
            assert away < 2.5

    def test_what_ends_before_the_edge_is_no_line_across(self) -> None:
        mask = np.zeros((120, 150), np.bool_)
        mask[60, 8:142] = True
        assert lines_across(mask, np.ones_like(mask)) == []


class TestOutlines:
    def test_a_quadrangle_is_filled_whole_and_an_ellipse_to_two_by_pi(self) -> None:
        turns = np.linspace(0, 2 * np.pi, 180, endpoint=False)
        ellipse = np.stack([70 * np.cos(turns), 40 * np.sin(turns)], axis=1)
        assert quadrangularity(ellipse) == pytest.approx(2 / np.pi, abs=0.01)
        corners = np.array([(0, 0), (90, 10), (100, 80), (-10, 60)])
        ends = np.roll(corners, -1, axis=0)
        sides = [start + (end - start) * k / 40 for start, end in zip(corners, ends, strict=True) for k in range(40)]
        assert quadrangularity(np.array(sides)) == pytest.approx(1, abs=0.02)

    def test_the_hull_of_a_region_holds_it_and_turns_one_way(self, random: Generator) -> None:
        region = random.random((40, 50)) > 0.97
        hull = convex_hull(region)
        edges = np.roll(hull, -1, axis=0) - hull
        turns = edges[:, 0] * np.roll(edges[:, 1], -1) - edges[:, 1] * np.roll(edges[:, 0], -1)
        assert (turns > 0).all() or (turns < 0).all()
        assert polygon(hull, region.shape)[region].all()


class TestASheet:
    def test_a_shadows_edge_is_not_a_sheets(self) -> None:
        grey = np.full((200, 160), 0.9, np.float32)
        grey[:, 90:] *= 0.6
        assert find_sheet(grey) is None

    def test_a_filled_disc_is_no_sheet(self) -> None:
        y, x = np.mgrid[0:200, 0:200]
        assert find_sheet(np.where(np.hypot(x - 100, y - 100) < 70, 0.9, 0.2).astype(np.float32)) is None

    def test_paper_goes_on_beyond_it_and_stays_as_it_is_within(self) -> None:
        grey = np.full((60, 80), 0.1, np.float32)
        sheet = np.zeros((60, 80), np.bool_)
        sheet[10:50, 15:70] = True
        grey[sheet] = 0.8
        whole = continued(grey, sheet)
        np.testing.assert_allclose(whole, 0.8, atol=1e-4)
        assert np.array_equal(whole[sheet], grey[sheet])


class TestGaps:
    @staticmethod
    def interrupted(first: tuple[slice, slice], second: tuple[slice, slice]) -> bool:
        masks = []
        for part in (first, second):
            mask = np.zeros((100, 100), np.bool_)
            mask[part] = True
            masks.append(mask)
        return interrupts_a_stroke(masks[0], masks[1], distance_to(masks[0]), 6)

    def test_ends_that_face_each_other_interrupt_a_stroke(self) -> None:
        assert self.interrupted(np.s_[10:40, 50:56], np.s_[45:80, 51:57])

    def test_sides_do_not(self) -> None:
        assert not self.interrupted(np.s_[10:80, 50:56], np.s_[10:80, 61:67])

    def test_an_end_at_a_side_does_not(self) -> None:
        assert not self.interrupted(np.s_[10:80, 50:56], np.s_[40:46, 61:90])
