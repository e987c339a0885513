"""What `make real` prints: tables for the terminal, with each figure beside the one it should equal."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from .figures import Compared, Figure
from .thread import Sent


def _console() -> Console:
    return Console(highlight=False)


@dataclass
class Page:
    """The terminal, and whether every figure agreed so far."""

    agreed: bool = True
    console: Console = field(default_factory=_console)

    def verdict(self, agrees: bool | None) -> str:
        """Equal, differs, or nothing where there is nothing to compare with."""
        if agrees is None:
            return ""
        self.agreed = self.agreed and agrees
        return "[green]equal[/]" if agrees else "[red bold]differs[/]"

    def heading(self, title: str) -> None:
        self.console.rule(f"[bold]{title}", align="left")

    def say(self, sentence: str) -> None:
        self.console.print(sentence)

    def compared(self, rows: list[Compared]) -> None:
        """Outcomes computed from the tests beside those published."""
        table = _table("From the urine tests, person by person", "outcome")
        for name in ("equal for", "ours, in all", "published, in all"):
            table.add_column(name, justify="right")
        table.add_column(min_width=7, no_wrap=True)
        for row in rows:
            people = f"{row.equal:,} of {row.people:,}"
            verdict = self.verdict(row.equal == row.people)
            table.add_row(row.say, people, f"{row.ours:,}", f"{row.theirs:,}", verdict)
        self.console.print(table)

    def figures(self, title: str, rows: list[Figure]) -> None:
        """Figures beside those expected."""
        table = _table(title, "figure")
        for name in ("found", "expected"):
            table.add_column(name, justify="right")
        table.add_column(min_width=7, no_wrap=True)
        for row in rows:
            wanted = None if row.expected is None else row.expected
            shown = [number(n, row.decimals) for n in (row.value, wanted)]
            table.add_row(row.say, *shown, self.verdict(row.agrees))
        self.console.print(table)

    def returns(self, sent: Sent) -> None:
        """The files that went through the thread."""
        table = _table("Checked, submitted, frozen, measured", "return")
        for name in ("rows", "episodes accepted", "rows rejected"):
            table.add_column(name, justify="right")
        for said in sent.returns:
            counts = [said[k] for k in ("rows", "episodes", "rejected")]
            table.add_row(said["file"], *map(number, counts))
        self.console.print(table)

    def both_ends(self, first: dict[str, float], last: dict[str, float]) -> None:
        """The same figures in the return and in the cut. `last` is empty where the thread did not end."""
        table = _table("The same figure at both ends of the thread", "figure")
        for name in ("in the return", "in the cut"):
            table.add_column(name, justify="right")
        table.add_column(min_width=7, no_wrap=True)
        for say, figure in first.items():
            shown = [number(figure, 2), number(last.get(say), 2)]
            verdict = self.verdict(shown[0] == shown[1] if last else None)
            table.add_row(say, *shown, verdict)
        self.console.print(table)

    def measures(self, sent: Sent, period: str) -> None:
        """The indicators of the cut."""
        table = _table(f"Indicators of the cut, {period}", "indicator")
        for name in ("numerator", "denominator", "value"):
            table.add_column(name, justify="right")
        for row in sent.measures:
            name = " ".join(filter(None, (row["indicator"], row.get("exit_reason"))))
            cells = [row[k] for k in ("numerator", "denominator", "value")]
            table.add_row(name.replace("_", " "), *[number(c, 1) for c in cells])
        self.console.print(table)


def number(value: float | None, decimals: int = 0) -> str:
    """A whole number as such, a fraction with its decimals, nothing for nothing."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.{decimals}f}"


def _table(title: str, first_column: str) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=None,
        pad_edge=False,
    )
    table.add_column(first_column, min_width=34)
    return table
