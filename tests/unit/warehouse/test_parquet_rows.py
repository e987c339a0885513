"""Questions asked of Parquet files."""

import os
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from throughcare.warehouse import parquet


@pytest.fixture
def write(tmp_path):
    """Write numbers as a Parquet file, in the place of the one before."""

    def written(*numbers: int):
        half, path = tmp_path / "half", tmp_path / "it's.parquet"
        rows = ", ".join(f"({n})" for n in numbers)
        duckdb.sql(f"from (values {rows}) t(n)").write_parquet(str(half))
        os.utime(half, (1, 1))
        os.replace(half, path)
        return path

    return written


def test_values_are_asked_for_by_question_marks(write):
    path = write(1, 2, 3)
    assert parquet.rows(path, "select n from {file} where n > ?", [1]) == [(2,), (3,)]
    assert parquet.count(path) == 3
    assert list(parquet.stream(path, "select n from {file} order by n desc")) == [
        (3,),
        (2,),
        (1,),
    ]


def test_a_replaced_file_is_read_anew_even_with_the_same_time_and_size(write):
    assert parquet.rows(write(1), "from {file}") == [(1,)]
    assert parquet.rows(write(2), "from {file}") == [(2,)]


def test_threads_and_forked_processes_ask_at_once(write):
    path = write(*range(100))
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: parquet.count(path), range(64))) == {100}
    child = os.fork()
    if child == 0:
        os._exit(0 if parquet.count(path) == 100 else 1)
    assert os.waitpid(child, 0)[1] == 0
