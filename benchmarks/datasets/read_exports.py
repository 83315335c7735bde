"""Reads a version's files with each reader, and says in one JSON document what each found."""

import json
import logging
import sys
import zipfile
from pathlib import Path

import datasets
import duckdb
import mlcroissant
import pandas

folder = Path(sys.argv[1])
cache = str(folder / "cache")
logging.disable(logging.WARNING)
datasets.disable_progress_bars()
hub = folder / "hub"
with zipfile.ZipFile(folder / "version.zip") as archive:
    archive.extractall(hub)
parquet, jsonl, csv = (str(folder / f"version.{end}") for end in ("parquet", "jsonl", "csv"))


def load(**options):
    return datasets.load_dataset(cache_dir=cache, **options)["train"]


def rows(query):
    return [row[0] for row in duckdb.sql(query).fetchall()]


READERS = {
    "parquet datasets": lambda: load(path="parquet", data_files=parquet)["commitment"],
    "parquet pandas": lambda: pandas.read_parquet(parquet)["commitment"],
    "parquet duckdb": lambda: rows(f"SELECT commitment FROM '{parquet}' ORDER BY position"),
    "jsonl datasets": lambda: load(path="json", data_files=jsonl)["commitment"],
    "jsonl pandas": lambda: pandas.read_json(jsonl, lines=True)["commitment"],
    "jsonl duckdb": lambda: rows(f"SELECT commitment FROM read_json('{jsonl}') ORDER BY position"),
    "csv datasets": lambda: load(path="csv", data_files=csv)["commitment"],
    "csv pandas": lambda: pandas.read_csv(csv)["commitment"],
    "csv duckdb": lambda: rows(f"SELECT commitment FROM read_csv('{csv}', header=true) ORDER BY position"),
    "hf datasets": lambda: load(path=str(hub))["commitment"],
    "hf pandas": lambda: pandas.read_parquet(min((hub / "data").glob("*.parquet")))["commitment"],
    "hf duckdb": lambda: rows(f"SELECT commitment FROM '{hub}/data/*.parquet' ORDER BY position"),
}


def read(reader):
    try:
        return {"commitments": [str(value) for value in reader()]}
    except Exception as error:  # noqa: BLE001 - whatever a reader throws is what is measured
        return {"failure": f"{type(error).__name__}: {error}"[:500]}


def validate(file):
    try:
        metadata = mlcroissant.Dataset(jsonld=str(file)).metadata
        issues = metadata.ctx.issues
        return {
            "version": metadata.ctx.conforms_to.value,
            "errors": sorted(issues.errors),
            "warnings": sorted(issues.warnings),
            "rai": bool(metadata.data_collection and metadata.data_limitations and metadata.data_collection_timeframe),
        }
    except Exception as error:  # noqa: BLE001 - as above
        return {"errors": [f"{type(error).__name__}: {error}"[:500]]}


def croissant_rows():
    dataset = mlcroissant.Dataset(jsonld=str(hub / "croissant.json"))
    return [row["records/commitment"].decode() for row in dataset.records("records")]


print(
    json.dumps(
        {
            "croissant": {
                "of the gateway": validate(folder / "croissant.json"),
                "of the folder": validate(hub / "croissant.json"),
            },
            "readers": {name: read(reader) for name, reader in READERS.items()} | {"hf mlcroissant": read(croissant_rows)},
        }
    )
)
