"""The index of each database: how words are asked for, ranked, and kept.

PostgreSQL keeps it by itself, in a generated column (migration 0004). SQLite has an FTS5 table,
written here with the entries. Both hold the same stems, which are letters and digits only, and
count a word of the title ten times a word of the text.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db import connection
from django.db.models import BooleanField, FloatField, Func, Value

# Entries as their own kind of query set, which is above.
Rows = Any


class Row(Protocol):
    """What the index keeps of an entry."""

    pk: int
    title_stems: str
    text_stems: str


class PostgreSQL:
    """Full text search, over lexemes that are our stems ('simple': no dictionary)."""

    def expression(self, stems: Sequence[str], unfinished: str) -> str:
        """Return what asks for all the stems, the last one being perhaps unfinished."""
        return " & ".join([*stems[:-1], f"({stems[-1]} | {unfinished}:*)"])

    def any_phrase(self, phrases: Iterable[Sequence[str]]) -> str:
        """Return what asks for one of the phrases at least."""
        return " | ".join(f"({' <-> '.join(phrase)})" for phrase in phrases)

    def matching(self, rows: Rows, expression: str) -> Rows:
        """Return the entries that answer."""
        return rows.filter(
            Func(
                Value(expression), output_field=BooleanField(),
                template="(modules_searchentry.lexemes @@ to_tsquery('simple', %(expressions)s))",
            )
        )  # fmt: skip

    def ranked(self, rows: Rows, expression: str) -> Rows:
        """Return entries that answer with their `rank`: more is better."""
        return rows.annotate(
            rank=Func(
                Value(expression), output_field=FloatField(),
                template="ts_rank('{0, 0, 0.1, 1}', modules_searchentry.lexemes,"
                " to_tsquery('simple', %(expressions)s))",
            )
        )  # fmt: skip

    def keep(self, rows: Iterable[Row]) -> None:
        """Nothing to do: the column follows its row."""

    def forget(self, keys: Sequence[int]) -> None:
        """Nothing to do: the column goes with its row."""


class SQLite:
    """An FTS5 table, ranked by BM25."""

    def expression(self, stems: Sequence[str], unfinished: str) -> str:
        """Return what asks for all the stems, the last one being perhaps unfinished."""
        words = [f'"{stem}"' for stem in stems]
        return " AND ".join([*words[:-1], f'({words[-1]} OR "{unfinished}"*)'])

    def any_phrase(self, phrases: Iterable[Sequence[str]]) -> str:
        """Return what asks for one of the phrases at least."""
        return " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)

    def matching(self, rows: Rows, expression: str) -> Rows:
        """Return the entries that answer."""
        return rows.filter(
            Func(
                Value(expression), output_field=BooleanField(),
                template="(modules_searchentry.id IN (SELECT rowid FROM modules_searchindex"
                " WHERE modules_searchindex MATCH %(expressions)s))",
            )
        )  # fmt: skip

    def ranked(self, rows: Rows, expression: str) -> Rows:
        """Return entries that answer with their `rank`: more is better."""
        # A join, which no other call writes: asked for row by row, BM25 counts all rows each time.
        return rows.extra(
            select={"rank": "-bm25(modules_searchindex, 10, 1)"},
            tables=["modules_searchindex"],
            where=[
                "modules_searchindex MATCH %s", "modules_searchindex.rowid = modules_searchentry.id"
            ],
            params=[expression],
        )  # fmt: skip

    def keep(self, rows: Iterable[Row]) -> None:
        """Write entries into the index, in the transaction that writes them."""
        held = list(rows)
        self.forget([row.pk for row in held])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO modules_searchindex (rowid, title, text) VALUES (%s, %s, %s)",
                [(row.pk, row.title_stems, row.text_stems) for row in held],
            )

    def forget(self, keys: Sequence[int]) -> None:
        """Take entries out of the index."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM modules_searchindex WHERE rowid = %s", [(key,) for key in keys]
            )


def backend() -> PostgreSQL | SQLite:
    """Return the index of the database in use."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()
