"""The hexagon map: a cell for each area, the same each time, regions together."""

import math

from throughcare.dataset.areas import areas
from throughcare.publish import hexmap


def parts(cells: set) -> int:
    """Into how many joined pieces these cells fall."""
    left, count = set(cells), 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            here = hexmap.centre(edge.pop())
            near = {c for c in left if math.dist(hexmap.centre(c), here) < 1.1}
            left -= near
            edge += near
    return count


def test_every_area_has_a_cell_of_its_own():
    places = hexmap.layout()
    assert set(places) == set(areas())
    assert len(set(places.values())) == 152


def test_kept_layout_is_what_the_code_computes():
    assert hexmap.make_layout() == hexmap.layout()


def test_regions_stay_together():
    """Kent and Medway are cut off from the rest of the South East by London; no other region is in two."""
    pieces = {}
    for region in {area.region for area in areas().values()}:
        codes = [a.code for a in areas().values() if a.region == region]
        pieces[region] = parts({hexmap.layout()[code] for code in codes})
    assert {region for region, count in pieces.items() if count > 1} == {"South East"}


def test_north_is_up_and_west_is_left():
    middle = {code: hexmap.centre(cell) for code, cell in hexmap.layout().items()}
    northumberland, cornwall, kent = "E06000057", "E06000052", "E10000016"
    assert middle[northumberland][1] < middle[kent][1]
    assert middle[cornwall][0] < middle[kent][0]
