"""What a reader would pick instead of the crate, over the same rows: time, and which sums are exact.

    python3 -m venv target/peers/venv
    target/peers/venv/bin/pip install -r benches/peers/requirements.txt
    target/peers/venv/bin/python benches/peers/peers.py [COUNT ..]

Rows are uses of 200 services by 100 thousand users in five years, with a level before and after. The crate's bench
`peers` writes them as a table, reads and states them, and leaves its statements beside the table. Every peer has one
thread, as the crate has, and keys that are numbers already, which is kind to it. Times are the least of several rounds
in which the peers take turns. Which sums are exact is judged by `math.fsum`, line by line.
"""

import csv
import math
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

# Polars makes its threads when it is loaded.
os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import numpy as np
import pandas as pd
import polars as pl

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "target" / "peers"
SERVICES, USERS, FIRST_YEAR, QUARTERS = 200, 100_000, 2020, 20
GROUPINGS = {"by_service": SERVICES, "by_service_and_quarter": SERVICES * QUARTERS, "by_user": USERS}


def bench(*arguments):
    """The crate's own part. What is printed is `subject/count NUMBER ns a row; ..x naive (NUMBER ns)`."""
    command = ["cargo", "bench", "--quiet", "--bench", "peers", "--", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


class Frame:
    """The rows as every peer likes them best, in the order of the table or the other way round."""

    def __init__(self, path, turned=False):
        table = pl.read_csv(path, try_parse_dates=True).select(
            pl.col("service").str.slice(len("service-")).cast(pl.Int32),
            pl.col("user").str.slice(len("user-")).cast(pl.Int32),
            "on",
            "before",
            "after",
        )
        self.polars = table.reverse() if turned else table
        arrays = {name: self.polars[name].to_numpy() for name in self.polars.columns}
        self.numpy = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        self.numpy["on"] = self.numpy["on"].astype("datetime64[D]")
        self.pandas = pd.DataFrame(self.numpy)
        self.duckdb = duckdb.connect()
        self.duckdb.execute("SET threads = 1")
        self.duckdb.register("given", self.pandas)
        self.duckdb.execute('CREATE TABLE rows AS SELECT service, user, "on"::DATE AS "on", before, after FROM given')
        self.duckdb.unregister("given")


# Each of the following states the frame, and gives columns: line, created, destroyed, gains, losses.


def by_polars(frame, grouping):
    change = pl.col("after") - pl.col("before")
    quarter = (pl.col("on").dt.year().cast(pl.Int32) - FIRST_YEAR) * 4 + pl.col("on").dt.quarter() - 1
    line = {
        "by_service": pl.col("service"),
        "by_service_and_quarter": pl.col("service") * QUARTERS + quarter,
        "by_user": pl.col("user"),
    }[grouping]
    stated = (
        frame.polars.lazy()
        .select(line.alias("line"), change.alias("change"))
        .with_columns(
            created=pl.when(pl.col("change") > 0).then(pl.col("change")).otherwise(0.0),
            destroyed=pl.when(pl.col("change") < 0).then(-pl.col("change")).otherwise(0.0),
            gains=pl.col("change") > 0,
            losses=pl.col("change") < 0,
        )
        .group_by("line")
        .agg(pl.col("created", "destroyed", "gains", "losses").sum())
        .collect()
    )
    return [stated[name].to_numpy() for name in ("line", "created", "destroyed", "gains", "losses")]


def by_duckdb(frame, grouping, total="sum"):
    line = {
        "by_service": "service",
        "by_service_and_quarter": f'service * {QUARTERS} + (year("on") - {FIRST_YEAR}) * 4 + quarter("on") - 1',
        "by_user": "user",
    }[grouping]
    stated = frame.duckdb.execute(
        f"""SELECT line,
            coalesce({total}(change) FILTER (change > 0), 0) AS created,
            coalesce({total}(-change) FILTER (change < 0), 0) AS destroyed,
            count(*) FILTER (change > 0) AS gains,
            count(*) FILTER (change < 0) AS losses
        FROM (SELECT {line} AS line, after - before AS change FROM rows) GROUP BY line"""
    ).fetchnumpy()
    return [stated[name] for name in ("line", "created", "destroyed", "gains", "losses")]


def by_duckdb_fsum(frame, grouping):
    return by_duckdb(frame, grouping, "fsum")


def by_pandas(frame, grouping):
    rows = frame.pandas
    change = rows["after"] - rows["before"]
    on = rows["on"].dt
    line = {
        "by_service": lambda: rows["service"],
        "by_service_and_quarter": lambda: rows["service"] * QUARTERS + (on.year - FIRST_YEAR) * 4 + on.quarter - 1,
        "by_user": lambda: rows["user"],
    }[grouping]()
    parts = {
        "created": change.clip(lower=0.0),
        "destroyed": (-change).clip(lower=0.0),
        "gains": change > 0,
        "losses": change < 0,
    }
    stated = pd.DataFrame(parts).groupby(line, sort=False).sum()
    return [stated.index.to_numpy(), *(stated[name].to_numpy() for name in parts)]


def numpy_line(frame, grouping):
    rows = frame.numpy
    if grouping == "by_service_and_quarter":
        months = rows["on"].astype("datetime64[M]").astype(np.int32) - (FIRST_YEAR - 1970) * 12
        return rows["service"] * QUARTERS + months // 3
    return rows["service" if grouping == "by_service" else "user"]


def by_numpy(frame, grouping):
    rows, count = frame.numpy, GROUPINGS[grouping]
    line, change = numpy_line(frame, grouping), rows["after"] - rows["before"]
    return [
        np.arange(count),
        np.bincount(line, np.maximum(change, 0.0), count),
        np.bincount(line, np.maximum(-change, 0.0), count),
        np.bincount(line[change > 0], minlength=count),
        np.bincount(line[change < 0], minlength=count),
    ]


def by_math_fsum(frame, grouping):
    """The exact sums, and the judge of all others."""
    rows, count = frame.numpy, GROUPINGS[grouping]
    line, change = numpy_line(frame, grouping), rows["after"] - rows["before"]
    columns = []
    for amount in (change, -change):
        counted = line[amount > 0]
        counts = np.bincount(counted, minlength=count)
        sorted_amounts = amount[amount > 0][np.argsort(counted, kind="stable")].tolist()
        ends = np.cumsum(counts).tolist()
        sums = [math.fsum(sorted_amounts[start:end]) for start, end in zip([0, *ends], ends)]
        columns.append((np.array(sums), counts))
    (created, gains), (destroyed, losses) = columns
    return [np.arange(count), created, destroyed, gains, losses]


PEERS = {
    "polars": by_polars,
    "duckdb, sum": by_duckdb,
    "duckdb, fsum": by_duckdb_fsum,
    "pandas": by_pandas,
    "numpy, bincount": by_numpy,
    "Python, math.fsum": by_math_fsum,
}


def laid_out(stated, count):
    """A statement's columns in the order of the lines' numbers, with 0 where there is no line."""
    line, *columns = stated
    out = [np.zeros(count, dtype=np.float64) for _ in columns]
    for column, values in zip(out, columns):
        column[line] = np.ma.filled(values, 0)
    return out


def by_crate(path, grouping):
    """What the crate wrote beside the table."""
    columns = [[], [], [], [], []]
    with path.with_suffix(f".statement.{grouping}.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if grouping == "by_user":
                line = int(row["user"].removeprefix("user-"))
            else:
                line = int(row["service"].removeprefix("service-"))
            if grouping == "by_service_and_quarter":
                year, quarter = row["quarter"].split("-Q")
                line = line * QUARTERS + (int(year) - FIRST_YEAR) * 4 + int(quarter) - 1
            columns[0].append(line)
            for column, name in zip(columns[1:], ("created", "destroyed", "gains", "losses")):
                column.append(float(row[name]))
    return [np.array(column) for column in columns]


def sums_that_differ(one, other):
    """How many of the created and destroyed amounts are not the same bits. Counts must all be the same."""
    for here, there in zip(one[2:], other[2:]):
        assert (here == there).all(), "the peers count differently"
    return sum(int((here != there).sum()) for here, there in zip(one[:2], other[:2]))


def rounds_of(count):
    """As many for the crate as for the peers."""
    return 15 if count <= 100_000 else 7 if count <= 1_000_000 else 3


def least(count, runners):
    """The least nanoseconds a row of each runner, by rounds in turns."""
    taken = dict.fromkeys(runners, math.inf)
    for _ in range(rounds_of(count)):
        for name, run in runners.items():
            start = time.perf_counter()
            run()
            taken[name] = min(taken[name], time.perf_counter() - start)
    return {name: seconds * 1e9 / count for name, seconds in taken.items()}


def readers(path):
    """What reads the table, and what reads it and states it by service, which is text in a file."""
    books = duckdb.connect()
    books.execute("SET threads = 1")
    file = f"read_csv('{path}')"
    change = pl.col("after") - pl.col("before")
    by_service = f"""SELECT service,
            sum(change) FILTER (change > 0), sum(-change) FILTER (change < 0),
            count(*) FILTER (change > 0), count(*) FILTER (change < 0)
        FROM (SELECT service, after - before AS change FROM {file}) GROUP BY service"""

    def state_pandas():
        rows = pd.read_csv(path)
        change = rows["after"] - rows["before"]
        parts = {"created": change.clip(lower=0), "destroyed": change.clip(upper=0), "up": change > 0, "down": change < 0}
        return pd.DataFrame(parts).groupby(rows["service"]).sum()

    return {
        "read": {
            "polars": lambda: pl.read_csv(path, try_parse_dates=True),
            "duckdb": lambda: books.execute(f"CREATE OR REPLACE TABLE rows AS FROM {file}"),
            "pandas": lambda: pd.read_csv(path),
        },
        "read and state by service": {
            "polars": lambda: pl.scan_csv(path)
            .group_by("service")
            .agg(
                change.filter(change > 0).sum().alias("created"),
                change.filter(change < 0).sum().alias("destroyed"),
                (change > 0).sum().alias("gains"),
                (change < 0).sum().alias("losses"),
            )
            .collect(),
            "duckdb": lambda: books.execute(by_service).fetchnumpy(),
            "pandas": state_pandas,
        },
    }


def crate(path, count):
    """The crate's nanoseconds a row by subject, and the naive loop's."""
    ours, naive = {}, {}
    for line in bench("--read", path, rounds_of(count)).splitlines():
        subject, taken = re.match(r"(\S+)/\d+ +([\d.]+) ns a row", line).groups()
        ours[subject] = float(taken)
        if beside := re.search(r"x naive \(([\d.]+) ns\)", line):
            naive[subject] = float(beside[1])
    return ours, naive


def measure(count):
    """For each subject: the crate's time first, then the others', and for statements which sums differ."""
    path = DATA / f"{count}.csv"
    bench("--rows", path, count)
    ours, naive = crate(path, count)
    subjects = {}
    for subject, runners in readers(path).items():
        ours_of = ours["table/read" if subject == "read" else "table/read_and_state"]
        subjects[subject] = {"covalue": (ours_of, None), **{k: (v, None) for k, v in least(count, runners).items()}}
    frame, turned = Frame(path), Frame(path, turned=True)
    for grouping, lines in GROUPINGS.items():
        exact = laid_out(by_math_fsum(frame, grouping), lines)
        sums = sum(int((column > 0).sum()) for column in exact[:2])
        taken = least(count, {name: lambda run=run: run(frame, grouping) for name, run in PEERS.items()})
        wrong = sums_that_differ(laid_out(by_crate(path, grouping), lines), exact)
        rows = {"covalue": (ours[f"statement/{grouping}"], (wrong, None, sums))}
        rows["a plain loop in Rust"] = (naive[f"statement/{grouping}"], None)
        for name, run in PEERS.items():
            stated = laid_out(run(frame, grouping), lines)
            backwards = laid_out(run(turned, grouping), lines)
            faults = (sums_that_differ(stated, exact), sums_that_differ(backwards, stated), sums)
            rows[name] = (taken[name], faults)
        subjects[grouping.replace("_", " ")] = rows
    path.unlink()
    return subjects


def named(count):
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if count % unit == 0:
            return f"{count // unit}{name}"
    return str(count)


def main():
    counts = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    DATA.mkdir(parents=True, exist_ok=True)
    rustc = subprocess.run(["rustc", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    versions = [f"{module.__name__} {module.__version__}" for module in (pl, duckdb, pd, np)]
    print(f"{time.strftime('%Y-%m-%d')}; {os.cpu_count()} cores; {rustc}; Python {platform.python_version()};", end=" ")
    print("; ".join(versions))
    measured = {count: measure(count) for count in counts}
    largest = measured[max(counts)]
    print("\nMultiples of the crate's time, and nanoseconds a row. Then, for the sums over")
    print(f"{named(max(counts))} rows: how many differ from the exact sum rounded once, and how many change if the")
    print("rows are reversed.\n")
    print("| subject | by |", " | ".join(named(count) for count in counts), "| not exact | by order |")
    print("|---|---|" + "---|" * (len(counts) + 2))
    for subject, rows in largest.items():
        for name, (_, faults) in rows.items():
            cells = []
            for count in counts:
                taken, _ = measured[count][subject][name]
                cells.append(f"{taken / measured[count][subject]['covalue'][0]:.2f} ({taken:.0f} ns)")
            wrong, by_order = "", ""
            if faults:
                wrong = f"{faults[0]} of {faults[2]}"
                by_order = "" if faults[1] is None else str(faults[1])
            print(f"| {subject} | {name} |", " | ".join(cells), f"| {wrong} | {by_order} |")


if __name__ == "__main__":
    main()
