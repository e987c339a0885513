"""Stores and cuts by their names, or one sentence why there is none."""

from pathlib import Path

from throughcare.cli.printing import fail


def open_store(path: Path):
    from throughcare.submissions import Store

    try:
        return Store(path)
    except OSError as error:
        raise fail(
            f"{path} cannot hold a store of returns: {error.strerror}. Choose a folder that can be written."
        ) from None


def existing_store(path: Path):
    if not path.is_dir():
        raise fail(f"There is no store {path}. Submit returns first.")
    return open_store(path)


def open_cut(store: Path, name: str):
    from throughcare.warehouse.cut import Cut, CutError

    try:
        return Cut.open(store, name)
    except CutError as error:
        raise fail(str(error)) from None
