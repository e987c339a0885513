"""The commands of the guide for suppliers run, and say what the guide says; its limits are those in force."""

import datetime as dt
import re

from throughcare import parameters

from .test_docs import ROOT, run

GUIDE = ROOT / "docs/how-to/write-the-xml.md"


def block(mark: str) -> str:
    text = GUIDE.read_text(encoding="utf-8")
    return re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", text, re.DOTALL)[1]


def test_its_commands_run(tmp_path):
    done = run([block("run")], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(block("output"))
    assert (tmp_path / "K.xsd").read_bytes().startswith(b"<?xml")


def test_its_limits_are_those_in_force():
    text = GUIDE.read_text(encoding="utf-8")
    said = dict(
        re.findall(r"^\| `(uploads\.\w+)` \| [^:]*: ([\d,]+)", text, re.MULTILINE)
    )
    assert len(said) == 3
    for name, value in said.items():
        in_force = parameters.at(name, dt.date.today()).value
        assert int(value.replace(",", "")) == in_force
