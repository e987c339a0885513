"""Writes docs/reference from the data set, rules, indicators, parameters, commands, settings, permissions, security.

python docs/generate.py            write the pages
python docs/generate.py --check    exit 1 where a committed page is stale, and name it
"""

import ast
import csv
import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from throughcare import indicators, outside, parameters, statistics
from throughcare.cli import app
from throughcare.dataset import Spec, data_sets, versions
from throughcare.dataset.areas import changes as area_changes
from throughcare.dataset.spec import all_codes, all_fields
from throughcare.indicators import from_outside
from throughcare.outside import layouts as outside_layouts
from throughcare.publish import viewit
from throughcare.rules.catalogue import catalogue, level
from throughcare.rules.listing import headers

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/reference"
SETTINGS = ROOT / "src/throughcare/web/settings.py"
PERMISSIONS = ROOT / "src/throughcare/web/accounts/permissions.csv"
REQUIREMENTS = ROOT / "docs/security.csv"
HAZARDS = ROOT / "docs/hazards.csv"
LOCKS = ROOT / "requirements"
PERSONAL = ROOT / "docs/personal_fields.csv"
SPECS = ROOT / "tests/spec/indicators"
TODAY = dt.date.max
NOTE = "<!-- Written by docs/generate.py; edit the source, then run `make docs`. -->"
EVIDENCE = {
    "H": "header from a source",
    "I": "item from a source, header not",
    "M": "memory",
}


def pages() -> dict[str, str]:
    """File name and text of every page."""
    made = {
        "data-set.md": data_set(),
        "layouts.md": layouts(),
        "codes.md": codes(),
        "rules.md": rules(),
        "indicators.md": all_indicators(),
        "outside.md": outside_figures(),
        "parameters.md": all_parameters(),
        "statistics.md": all_statistics(),
        "viewit.md": viewit_columns(),
        "commands.md": commands(),
        "settings.md": settings(),
        "permissions.md": permissions(),
        "security.md": security(),
        "hazards.md": hazards(),
        "libraries.md": libraries(),
        "personal-fields.md": personal_fields(),
    }
    index = [f"- [{text.splitlines()[2][2:]}]({name})" for name, text in made.items()]
    return made | {"README.md": page("Reference", *index)}


def page(title: str, *lines: str) -> str:
    return "\n".join([NOTE, "", f"# {title}", "", *lines]).rstrip() + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    head = list(head)
    lines = [_row(head), _row("---" for _ in head)]
    return [*lines, *(_row(row) for row in rows), ""]


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.replace("|", "\\|").replace("\n", " ")
    # Between backticks an entity would be shown as it is written.
    return text if text.startswith("`") else text.replace("<", "&lt;")


def data_set() -> str:
    lines = [
        "Headers that begin with `?` are placeholders, never written into a return.",
        "",
        "## Versions",
        "",
    ]
    lines += table(
        (
            "version",
            "in force from",
            "what changed",
            "columns known",
            "evidence",
            "source",
        ),
        (
            (
                v.letter,
                v.in_force_from or "not known",
                v.changes,
                len(Spec.at(v.letter).layout) or "not known",
                v.evidence,
                v.source,
            )
            for v in versions().values()
        ),
    )
    lines += _data_sets()
    for record in dict.fromkeys(f.record for f in all_fields()):
        lines += [f"## {record.replace('_', ' ').capitalize()}", ""]
        lines += table(
            (
                "header",
                "our name",
                "what",
                "type",
                "list",
                "required",
                "data sets",
                "from",
                "to",
                "evidence",
                "source",
            ),
            (
                (
                    f"`{f.header}`",
                    f.name,
                    f.description,
                    f.type,
                    f.codes,
                    f.required,
                    f.sets or "all with this record",
                    f.since,
                    f.until,
                    EVIDENCE[f.evidence],
                    f.source,
                )
                for f in all_fields()
                if f.record == record
            ),
        )
    return page("Data set", *lines)


def _data_sets() -> list[str]:
    """The data sets, and what can be done with one whose columns are not all known."""
    lines = [
        "A version whose column order is not known can be read, for a return is read by its headers; it cannot be written,",
        "because a file in an order of our own would only look like the national one.",
        "",
        "## Data sets",
        "",
        "`K` is adult drug treatment in version K; `K-young-people` is that version of another data set.",
        "",
    ]
    head = ("data set", "what", "fields in K", "read", "written", "evidence", "source")
    rows = []
    for known in data_sets().values():
        spec = Spec.at("K", known.slug)
        can = "yes" if spec.can_be_read else "no"
        written = "H, K" if spec.layout else "no"
        told = (known.slug, known.description, len(spec.fields), can, written)
        rows.append((*told, known.evidence, known.source))
    return [*lines, *table(head, rows)]


def layouts() -> str:
    """Headers in the order of the columns of a return, for each version whose order is known."""
    known = [letter for letter in versions() if Spec.at(letter).layout]
    lines = ["Reading accepts any order; writing keeps this one.", ""]
    for letter in known:
        headers = Spec.at(letter).layout
        lines += [f"## {letter}, {len(headers)} columns", ""]
        lines += [f"{place}. `{header}`" for place, header in enumerate(headers, 1)]
        lines += [""]
    return page("Column layouts", *lines)


def codes() -> str:
    lines = ["A label without a code is one whose code is not known.", ""]
    for name in dict.fromkeys(c.list for c in all_codes()):
        lines += [f"## {name}", ""]
        lines += table(
            ("code", "label", "from", "to", "evidence", "source"),
            (
                (c.code, c.label, c.since, c.until, c.evidence, c.source)
                for c in all_codes()
                if c.list == name
            ),
        )
    return page("Code lists", *lines)


def rules() -> str:
    lines = [
        "The level in force comes from the parameter `rules.<name>`; what rests on memory or proposal warns until an",
        "operator raises it. Every rule has its edges as cases in `tests/spec/rules`.",
        "",
    ]
    lines += table(
        (
            "number",
            "name",
            "level in force",
            "level in the reference",
            "fields",
            "since",
            "until",
            "evidence",
        ),
        (
            (
                r.number,
                f"[{r.name}](#{r.name.replace('_', '-')})",
                level(r, TODAY),
                r.level,
                _fields(r),
                r.since,
                r.until,
                r.evidence,
            )
            for r in catalogue()
        ),
    )
    for r in catalogue():
        value = parameters.at(r.parameter, TODAY)
        lines += [
            f"## {r.name.replace('_', '-')}",
            "",
            f"**{r.number}**. {r.wrong.replace('{field}', 'The item')}",
            "",
            f"- What to do: {r.do.replace('{field}', 'the item')}",
            f"- Fields: {_fields(r)}",
            f"- Level: {value.value}, since {value.since} ({value.evidence}; {value.reference})",
            f"- Level in the reference: {r.level}; the rule itself rests on: {r.evidence}",
            f"- Versions: {_span(r)}",
            f"- Defined in {_source(Path('src', *r.function.__module__.split('.')).with_suffix('.py'))}",
            "",
        ]
    return page("Rules", *lines)


def _span(rule) -> str:
    span = [f"from {rule.since}"] if rule.since else []
    span += [f"to {rule.until}"] if rule.until else []
    return " ".join(span) or "all"


def _source(path: Path) -> str:
    """A link from a page of the reference to a file, given from the root."""
    return f"[{path.name}](../../{path.as_posix()})"


def _fields(rule) -> str:
    names = headers(rule)
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ", ".join(names[:12]) + more or "the file"


def all_indicators() -> str:
    """Indicators of a cut alone, and those that need figures from outside, in the order of their numbers."""
    lines: list[str] = []
    known = [*indicators.catalogue().values(), *from_outside.catalogue().values()]
    for i in sorted(known, key=lambda i: i.id):
        lines += [
            f"## {i.slug.replace('_', '-')}",
            "",
            f"**{i.id}. {i.title}.** {i.question}",
            "",
        ]
        lines += _needed(i)
        lines += [f"- Counted: {i.numerator}"]
        lines += [f"- Out of: {i.denominator}"] if i.denominator else []
        lines += [f"- Unit: {i.unit}", f"- Why: {i.why}"]
        lines += [f"- Left out: {text}" for text in i.exclusions]
        lines += [f"- Edge: {text}" for text in i.edges]
        lines += [
            f"- Fields: {', '.join(i.fields) or 'none'}",
            f"- Defined in {_source(Path('src/throughcare/indicators', i.file))}",
            "",
        ]
        lines += spec_tests(i.slug)
        lines += table(
            ("reference", "evidence", "says"),
            ((r.source, r.evidence, r.says) for r in i.references),
        )
        values = [parameters.at(name, TODAY) for name in i.parameters]
        lines += table(
            ("parameter", "value", "unit", "since", "evidence", "reference"),
            (
                (v.name, v.value, v.unit, v.since, v.evidence, v.reference)
                for v in values
            ),
        )
        lines += [
            f"- Changed {c.on or 'on a day not known'}: {c.what}" for c in i.changes
        ]
        lines += [] if i.changes else ["- Changes: the sources tell of none"]
        lines += [""]
    return page("Indicators", *lines)


def _needed(indicator) -> list[str]:
    """What an indicator takes from outside, and its variants that are told by name."""
    if not isinstance(indicator, from_outside.OutsideIndicator):
        return []
    told = [
        *indicator.kinds,
        *(f"{kind} where there is one" for kind in indicator.also),
    ]
    lines = [f"- From outside: {', '.join(told)} ([outside](outside.md))"]
    variants = indicator.variants.values()
    return lines + [f"- Also as `{v.slug}`: {v.title}" for v in variants]


def outside_figures() -> str:
    """Kinds of outside figures, layouts that are read, and codes of other years."""
    lines = [
        "A file is recognised by its header, whatever its name: see [how to](../how-to/figures-from-outside.md).",
        "",
        "## Kinds",
        "",
        *table(("kind", "what"), outside.KINDS.items()),
        "## Layouts",
        "",
    ]
    for layout in outside_layouts.catalogue().values():
        path = Path("src/throughcare/outside/layouts", f"{layout.slug}.py")
        says = (sys.modules[layout.read.__module__].__doc__ or "").strip()
        lines += [f"### {layout.slug.replace('_', '-')}", "", says, ""]
        lines += [f"- Columns: {', '.join(f'`{c}`' for c in layout.columns)}"]
        lines += [f"- Source, where none is given: {layout.source}"]
        lines += [f"- Licence, where none is given: {layout.licence}"]
        lines += [f"- Read in {_source(path)}", ""]
    lines += ["## Codes of areas of other years", ""]
    rows = (
        (code, change.name, *place)
        for code, change in area_changes().items()
        for place in change.places
    )
    lines += table(("code", "name", "area of 2018", "fit"), rows)
    return page("Outside figures", *lines)


def spec_tests(slug: str) -> list[str]:
    """The names of the spec tests of an indicator, as sentences."""
    lines: list[str] = []
    for path in sorted(SPECS.glob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        own = from_outside.get(slug) and path.name == f"test_{slug}.py"
        names = _all_tests(module) if own else _tests_of(slug, module)
        if names:
            lines += [f"Tested in {_source(path.relative_to(ROOT))}:", ""]
            lines += [*(f"- {_sentence(name)}" for name in names), ""]
    return lines


def _tests_of(slug: str, module: ast.Module) -> list[str]:
    """Tests that ask for the indicator, by its slug or by a constant of the module that stands for it."""
    asked = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign) and _names(slug, node)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if _names(slug, node) or asked & _used(node)
    ]


def _all_tests(module: ast.Module) -> list[str]:
    functions = (n for n in module.body if isinstance(n, ast.FunctionDef))
    return [node.name for node in functions if node.name.startswith("test_")]


def _names(slug: str, node: ast.AST) -> bool:
    """Whether the node holds the slug as a text, alone or with a variant after a colon."""
    texts = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return any(isinstance(t, str) and t.split(":")[0] == slug for t in texts)


def _used(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ").capitalize()


def all_parameters() -> str:
    lines: list[str] = []
    for topic in dict.fromkeys(name.split(".")[0] for name in parameters.catalogue()):
        lines += [f"## {topic}", ""]
        lines += table(
            ("name", "what", "since", "value", "unit", "evidence", "reference"),
            (
                (
                    p.name,
                    p.description,
                    v.since,
                    v.value,
                    v.unit,
                    v.evidence,
                    v.reference,
                )
                for p in parameters.catalogue().values()
                if p.name.split(".")[0] == topic
                for v in p.values
            ),
        )
    return page("Parameters", *lines)


def all_statistics() -> str:
    """Signature, docstring and result of each public statistic."""
    import inspect

    lines = [
        "Numbers in, numbers out: `from throughcare import statistics`. Arguments are numpy arrays or lists; the answer is a",
        "frozen record of arrays. A blank is NaN. What cannot be meant (a negative or infinite count, a shape that does not",
        "fit) raises ValueError with one sentence. `python -m tests.oracles` prints how closely published answers are met.",
        "Papers that the reference does not name, and pages within papers, are cited from memory and not verified.",
        "",
    ]
    for name in statistics.__all__:
        function = getattr(statistics, name)
        if not inspect.isfunction(function):
            continue
        text, _, example = inspect.getdoc(function).partition(">>> ")
        module = Path("src", *function.__module__.split(".")).with_suffix(".py")
        lines += [f"## {name.replace('_', '-')}", "", f"`{_call(function)}`", ""]
        lines += [text.strip(), "", "```pycon", f">>> {example.strip()}", "```", ""]
        lines += [f"- Gives {_answer(function)}", f"- Defined in {_source(module)}", ""]
    return page("Statistics", *lines)


def _call(function) -> str:
    import inspect

    names = inspect.signature(function).parameters.values()
    return f"{function.__name__}({', '.join(_argument(p) for p in names)})"


def _argument(parameter) -> str:
    given = parameter.default is not parameter.empty
    return f"{parameter.name}={parameter.default!r}" if given else parameter.name


def _answer(function) -> str:
    """The names in the answer, and what its class says of them."""
    import dataclasses
    import inspect
    import typing

    answer = typing.get_type_hints(function)["return"]
    fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(answer))
    return f"{fields}. {' '.join(inspect.getdoc(answer).split())}"


def viewit_columns() -> str:
    """Every column of a ViewIt export, by topic."""
    told = sum(column.is_told for column in viewit.figures())
    lines = [
        f"{len(viewit.header())} columns, of which {told} are counted. NULL stands where the export had no such column in the year, where "
        "nobody states the thing, and in the columns whose reason is given. See [how to](../how-to/viewit-exports.md).",
        "",
    ]
    for topic in dict.fromkeys(column.topic for column in viewit.table()):
        rows = (
            (
                f"`{column.column}`",
                column.definition
                + (f" **Always NULL:** {column.reason}" if column.reason else ""),
                ", ".join(column.headers),
                column.since,
                column.first_year,
                column.evidence,
            )
            for column in viewit.table()
            if column.topic == topic
        )
        head = (
            "column",
            "what it counts",
            "headers",
            "since",
            "first year",
            "evidence",
        )
        lines += [f"## {topic.capitalize()}", "", *table(head, rows)]
    return page("Columns of a ViewIt export", *lines)


def commands() -> str:
    """The help of each command, from the functions themselves."""
    import inspect

    lines = [
        "Exit codes: 0 done; 1 done, and something was rejected or not found; 2 the input cannot be used; 3 a return would "
        "replace a fuller one and waits for approval.",
        "",
    ]
    for name, function in _commands():
        lines += [
            f"## {name}",
            "",
            inspect.getdoc(function).replace("Example: ", "Example:\n\n    "),
            "",
        ]
        lines += table(("parameter", "help"), _options(function))
    return page("Commands", *lines)


def _commands() -> Iterable[tuple[str, object]]:
    """Each command with its name; of a group its own function, then those of its commands."""
    for command in app.registered_commands:
        yield (
            command.name or command.callback.__name__.replace("_", "-"),
            command.callback,
        )
    for group in app.registered_groups:
        whole = group.typer_instance.registered_callback
        if whole:
            yield group.name, whole.callback
        for command in group.typer_instance.registered_commands:
            own = command.name or command.callback.__name__
            yield f"{group.name} {own}", command.callback


def _options(function) -> Iterable[tuple[str, str]]:
    import inspect

    for name, parameter in inspect.signature(
        function, eval_str=True
    ).parameters.items():
        if name == "context":
            continue
        told = next(
            (
                m
                for m in getattr(parameter.annotation, "__metadata__", ())
                if hasattr(m, "help")
            ),
            None,
        )
        said = [
            getattr(told, "default", None),
            *(getattr(told, "param_decls", None) or ()),
        ]
        given = [d for d in said if isinstance(d, str) and d.startswith("--")]
        is_argument = type(told).__name__ == "ArgumentInfo"
        shown = (given or [f"--{name.replace('_', '-')}"])[0]
        yield (
            f"`{name.upper()}`" if is_argument else f"`{shown}`",
            getattr(told, "help", None) or "",
        )


def settings() -> str:
    """Environment variables of the site, from the docstring of its settings, and the parameters they read."""
    module = ast.parse(SETTINGS.read_text(encoding="utf-8"))
    told = ast.get_docstring(module).partition("\n\n")[2]
    lines = ["The site takes its settings from environment variables.", ""]
    lines += table(
        ("variable", "meaning"),
        ((f"`{name}`", said.strip()) for name, _, said in _parted(told)),
    )
    lines += ["Limits are [parameters](parameters.md), read when the site starts:", ""]
    lines += table(
        ("parameter", "what", "value", "unit", "evidence"),
        (
            (p.name, p.description, v.value, v.unit, v.evidence)
            for p in parameters.catalogue().values()
            if p.name in _texts(module)
            for v in [parameters.at(p.name, TODAY)]
        ),
    )
    return page("Settings of the site", *lines)


def _parted(told: str) -> list[tuple[str, str, str]]:
    return [line.partition(" ") for line in told.splitlines()]


def _texts(module: ast.Module) -> set[object]:
    return {n.value for n in ast.walk(module) if isinstance(n, ast.Constant)}


def permissions() -> str:
    """The table of permissions of the site, as the middleware reads it."""
    rows = _rows_of(PERMISSIONS)
    marks = ("page", "does", "person", "fresh", "purpose")
    roles = [name for name in rows[0] if name not in marks]
    lines = [
        "Asked before any page opens. A cell says the scope within which the role may use the page; an empty one is a",
        "refusal: the public is sent to sign in, everybody else is told that the account may not open the page. What lies",
        "beyond the scope is not found. `token` is a program with a token. **Person** marks pages that show somebody's",
        "record: roles that have one must give a second factor. **Fresh** marks acts that ask for the password again,",
        "**purpose** files of records that ask what they are for.",
        "",
    ]
    lines += table(
        ("page", "what it does", "person", "fresh", "purpose", *roles),
        ([f"`{row['page']}`", *(row[n] for n in (*marks[1:], *roles))] for row in rows),
    )
    return page("Permissions", *lines)


def security() -> str:
    """The numbered requirements of security, their state, and the tests that begin with their number."""
    rows, tests = _rows_of(REQUIREMENTS), _numbered_tests()
    counts = Counter(row["state"] for row in rows)
    told = ", ".join(f"{count} {state}" for state, count in counts.most_common())
    lines = [f"{len(rows)} requirements: {told}.", ""]
    lines += table(
        ("number", "requirement", "state", "why, or what is missing", "tests"),
        (
            (
                row["number"],
                row["requirement"],
                row["state"],
                row["why"],
                _told_tests(tests.get(row["number"], {})),
            )
            for row in rows
        ),
    )
    for number, found in sorted(tests.items(), key=lambda item: int(item[0][1:])):
        lines += [f"## {number}", ""]
        for path, names in found.items():
            lines += [f"- {_source(path)}: {'; '.join(map(_said, names))}"]
        lines += [""]
    return page("Security requirements", *lines)


def hazards() -> str:
    """The hazard log: what may go wrong for people, what is done about it, the tests that hold it, what risk is left."""
    rows = _rows_of(HAZARDS)
    lines = [
        f"{len(rows)} hazards of what there is: returns, figures, releases and who sees them. Whoever deploys the system",
        "adds those of their own setting, and judges the risk that is left; the mark here is the makers' proposal.",
        "",
    ]
    told = ("number", "hazard", "cause", "harm", "control", "residual risk", "owner")
    lines += table(told, ([row[name] for name in told] for row in rows))
    for row in rows:
        lines += [f"## {row['number']}: {row['hazard'].lower()}", ""]
        for test in row["tests"].split("; "):
            path, _, name = test.partition("::")
            lines += [f"- {_source(Path(path))}: {_said(name)}"]
        lines += [""]
    return page("Hazard log", *lines)


PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^ ;\\]+)(?: ; ([^\\]+?))? \\$")


def libraries() -> str:
    """Every library of the locks with its version: what is installed for the service, and besides for what."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for lock in sorted(LOCKS.glob("*.txt")):
        for line in lock.read_text(encoding="utf-8").splitlines():
            if part := PINNED.match(line):
                name, version, where = part.groups()
                found.setdefault((name, version, where or ""), []).append(lock.stem)
    lines = [
        f"{len(found)} libraries, pinned with their hashes in `requirements/`: `demo` is the service itself. `make audit`",
        "compares them with the lists of known faults and writes the list of the service's parts as CycloneDX",
        "(`build/parts.json`).",
        "",
    ]
    rows = ((*part, used) for part, used in sorted(found.items()))
    return page(
        "Libraries", *lines, *table(("library", "version", "where", "used by"), rows)
    )


def personal_fields() -> str:
    """Which fields may say something of a person, and where they are."""
    rows = _rows_of(PERSONAL)
    lines = [
        "Every column of the tables of the store and of the database that can say something of a person in treatment or of",
        "a member of staff. A test compares the list with the tables as they are, so that none is added in silence.",
        "",
        "- **identifier** tells who somebody is; **pseudonym** stands for that within one store; **sensitive** is about",
        "  health, offending or how somebody lives; **staff** is about somebody who works with the service; **link** leads",
        "  to the record of a person only through the store.",
        "",
    ]
    return page(
        "Personal fields", *lines, *table(rows[0], (row.values() for row in rows))
    )


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _numbered_tests() -> dict[str, dict[Path, list[str]]]:
    """Names of tests by the number that they begin with, and by file."""
    found: dict[str, dict[Path, list[str]]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = re.match(r"test_s(\d+)_", getattr(node, "name", ""))
            if named:
                files = found.setdefault(f"S{named.group(1)}", {})
                files.setdefault(path.relative_to(ROOT), []).append(node.name)
    return found


def _told_tests(files: dict[Path, list[str]]) -> str:
    return str(sum(map(len, files.values())) or "")


def _said(test: str) -> str:
    return re.sub(r"^test_s\d+_", "", test).replace("_", " ")


def stale(made: dict[str, str]) -> list[str]:
    """Pages whose committed text is not what would be written, and pages that nothing writes."""
    there = {path.name for path in FOLDER.glob("*.md")}
    wrong = [
        n
        for n, text in made.items()
        if n not in there or (FOLDER / n).read_text(encoding="utf-8") != text
    ]
    return sorted([*wrong, *(there - made.keys())])


def main() -> int:
    made = pages()
    if "--check" in sys.argv:
        wrong = stale(made)
        if wrong:
            print(f"Stale: {', '.join(wrong)}. Run `make docs` and commit.")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages in {FOLDER}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
