"""A long list of areas as a reader asks for it by address: narrowed by name, region or verdict, and put in an order.

What a release keeps back or does not have stands last in every order, so that no order tells anything of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from throughcare.publish import areas
from throughcare.web.public import released

LONGEST = 100
"""Letters of a name that are read."""
Key = Callable[[object], object]


@dataclass(frozen=True)
class Order:
    """A way to put areas in order. `key` gives None where an area has no place in it; `down` is the first direction."""

    name: str
    text: str
    key: Key
    down: bool = False


@dataclass(frozen=True)
class Asked:
    """What a reader asked of a list. `region` is a code; `verdict` one of those offered."""

    words: str
    region: str | None
    verdict: str | None
    order: Order
    down: bool
    orders: tuple[Order, ...]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.region or self.verdict)

    @property
    def query(self) -> dict[str, str | None]:
        """The parts of the address that say the same again."""
        return {
            "q": self.words,
            "region": self.region,
            "verdict": self.verdict,
            **self.turned(self.order, self.down),
        }

    def turned(self, order: Order, down: bool) -> dict[str, str | None]:
        """The parts of the address for an order; none for the first, which needs no words."""
        if order == self.orders[0] and down == order.down:
            return {"sort": None, "order": None}
        return {"sort": order.name, "order": "down" if down else "up"}

    def next_of(self, order: Order) -> bool:
        """Whether a click on the head of a column leads downwards."""
        return not self.down if order == self.order else order.down

    @property
    def region_name(self) -> str:
        return areas.region_names().get(self.region, "England")


def asked(request, orders: Iterable[Order], verdicts: Iterable[str] = ()) -> Asked:
    """What the address asks for; what it does not offer is passed over."""
    orders, given = tuple(orders), request.GET
    named = {order.name: order for order in orders}
    order = named.get(given.get("sort"), orders[0])
    region, verdict = given.get("region"), given.get("verdict")
    down = {"down": True, "up": False}.get(given.get("order"), order.down)
    return Asked(
        words=" ".join(given.get("q", "").split())[:LONGEST],
        region=region if region in areas.region_names() else None,
        verdict=verdict if verdict in verdicts else None,
        order=order,
        down=down,
        orders=orders,
    )


def listed(rows: Iterable, wanted: Asked, *, place: Key, verdict: Key | None = None):
    """The rows that are wanted, in the order that is. `place` gives code and name of a row."""
    words = wanted.words.casefold().replace(",", " ").split()
    found = [
        row
        for row in rows
        if _is_in(*place(row), words, wanted.region)
        and (verdict is None or wanted.verdict in (None, verdict(row)))
    ]
    return _ordered(found, wanted.order.key, wanted.down)


def _is_in(code: str, name: str, words: list[str], region: str | None) -> bool:
    told = f"{name} {code}".casefold()
    is_there = region is None or released.region_of(code) == region
    return is_there and all(word in told for word in words)


def _ordered(rows: list, key: Key, down: bool) -> list:
    known = [row for row in rows if key(row) is not None]
    rest = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=down) + rest
