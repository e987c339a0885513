"""`python -m tests.oracles`: a table of files, what is compared, the worst error and the one allowed."""

from rich.console import Console
from rich.table import Table

from . import funnels, indicators, people, series  # noqa: F401
from .oracle import known


def main() -> int:
    table = Table(box=None, title="Worst relative error against published answers")
    for heading in ("file", "what", "worst error", "allowed", ""):
        table.add_column(heading, overflow="fold")
    failed = 0
    for each in known:
        if not each.is_there:
            table.add_row("\n".join(each.files), each.name, "not there", "", "skipped")
            continue
        worst = each.worst()
        failed += worst > each.within
        verdict = "met" if worst <= each.within else "[bold red]not met[/]"
        allowed = f"{each.within:.1e}" if each.within else "exact"
        table.add_row(
            "\n".join(each.files), each.name, f"{worst:.1e}", allowed, verdict
        )
    Console(width=140).print(table)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
