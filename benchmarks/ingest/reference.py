"""Reads files with other parsers: PDFium, pandoc, pyarrow, Python's csv and json.

Stdin: JSON, a list of {"path", "format"}. Stdout: a line of JSON for each: {"text", "rows"}, or {"error"}.
For tables the text is that of the cells that are strings, the first row of a CSV file left out.
With `--make FOLDER`: writes the CSV files of stdin as JSONL (json) and Parquet (DuckDB), and the Markdown files as
Word documents (python-docx), into the folder.
"""

import csv
import json
import pathlib
import sys

csv.field_size_limit(1 << 30)


def decode(path):
    data = pathlib.Path(path).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def pandoc(path, source):
    import pypandoc

    extra = ["--wrap=none", "--track-changes=accept"] if source == "docx" else ["--wrap=none"]
    return pypandoc.convert_file(path, "plain", format=source, extra_args=extra)


def pdf(path):
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def csv_rows(path):
    rows = list(csv.reader(decode(path).splitlines(keepends=True)))
    return [row for row in rows if row]


def strings(cells):
    for cell in cells:
        if isinstance(cell, str):
            yield cell
        elif isinstance(cell, dict):
            yield from strings(cell.values())
        elif isinstance(cell, list):
            yield from strings(cell)


def read(path, source):
    if source == "pdf":
        return {"text": pdf(path), "rows": None}
    if source == "docx":
        return {"text": pandoc(path, "docx"), "rows": None}
    if source == "markdown":
        return {"text": pandoc(path, "gfm"), "rows": None}
    if source == "text":
        return {"text": decode(path), "rows": None}
    if source == "csv":
        rows = csv_rows(path)[1:]
        return {"text": " ".join(cell for row in rows for cell in row), "rows": len(rows)}
    if source == "jsonl":
        rows = [json.loads(line) for line in decode(path).split("\n") if line.strip()]
    else:
        import pyarrow.parquet

        rows = pyarrow.parquet.read_table(path).to_pylist()
    return {"text": " ".join(strings(rows)), "rows": len(rows)}


def make_docx(target, source):
    import docx

    document = docx.Document()
    for block in decode(source).replace("\r", "").split("\n\n"):
        text = "".join(c for c in block.strip() if c in "\n\t" or ord(c) >= 32)
        marks = len(text) - len(text.lstrip("#"))
        if text.startswith("|"):
            lines = [line.strip("|").split("|") for line in text.split("\n")]
            table = document.add_table(rows=0, cols=max(len(line) for line in lines))
            for line in lines:
                for cell, value in zip(table.add_row().cells, line):
                    cell.text = value.strip()
        elif 0 < marks <= 6:
            document.add_heading(text.lstrip("# "), marks)
        elif text.startswith(("- ", "* ")):
            for line in text.split("\n"):
                document.add_paragraph(line.lstrip("-* "), style="List Bullet")
        elif text:
            document.add_paragraph(text)
    document.save(target)


def make(folder, given):
    import duckdb

    texts = [file["path"] for file in given if file["format"] == "markdown"]
    for at, source in enumerate(texts):
        make_docx(f"{pathlib.Path(folder) / f'{at:03}'}.docx", source)
    files = [file for file in given if file["format"] == "csv"]

    codecs = ["snappy", "gzip", "zstd", "uncompressed", "brotli", "lz4_raw"]
    for at, file in enumerate(files):
        source = file["path"]
        name = pathlib.Path(folder) / f"{at:03}-{pathlib.Path(source).stem}"
        rows = csv_rows(source)
        columns, rows = rows[0], rows[1:]
        with open(f"{name}.jsonl", "w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(dict(zip(columns, row)), ensure_ascii=at % 2 == 0) + "\n")
        relation = duckdb.sql(f"SELECT * FROM read_csv('{source}', header = true, ignore_errors = true)")
        relation.write_parquet(f"{name}.parquet", compression=codecs[at % len(codecs)])


def main():
    files = json.load(sys.stdin)
    if len(sys.argv) == 3 and sys.argv[1] == "--make":
        make(sys.argv[2], files)
        return
    for file in files:
        try:
            result = read(file["path"], file["format"])
        except Exception as error:  # The reference's own failure: the file is told and not counted.
            result = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(result), flush=True)


main()
