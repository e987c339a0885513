"""Runs a command of the site: `python -m throughcare.web.manage backup --help` and so on; `help` lists them."""

import os
import sys

from throughcare.web.environment import SettingMissing


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.web.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["throughcare.web.manage", *arguments])
    except SettingMissing as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
