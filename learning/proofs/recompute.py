"""Recalcule le registre de preuve sans rien d'autre que Python (python3 relire.py).

Chaque ligne de lignes.jsonl porte les mots d'une entrée et leur empreinte SHA-256. Ce programme
recalcule chaque empreinte, vérifie que chaque entrée suit la précédente, que les faits nommés sont
ceux de faits-demi-journees.jsonl, et que les copies gardées hors de la base disent la même chose.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(name: str) -> list[dict[str, str]]:
    """Return the lines of a file beside this one."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def problems() -> tuple[int, list[str]]:
    """Return how many entries were read, and what is wrong."""
    facts = {line["sha256"] for line in read("faits-demi-journees.jsonl")
             if sha256(line["words"]) == line["sha256"]}  # fmt: skip
    found: list[str] = []
    digests: dict[int, str] = {}
    previous = ""
    entries = read("lignes.jsonl")
    for number, line in enumerate(entries, start=1):
        words = json.loads(line["words"])
        start = sha256(f"attendance:{words['version']}:{words['cohort']}")
        if sha256(line["words"]) != line["sha256"]:
            found.append(f"ligne {number} : son empreinte n'est pas celle de ses mots")
        if words["position"] != number or words["previous"] != (previous or start):
            found.append(f"ligne {number} : elle ne suit pas la ligne precedente")
        if words["facts"] not in facts:
            found.append(f"ligne {number} : les faits de sa demi-journee manquent")
        previous = digests[number] = line["sha256"]
    found += [
        f"ligne {copy['position']} : la copie hors de la base dit autre chose"
        for copy in read("copies-hors-base.jsonl")
        if digests.get(int(copy["position"])) != copy["digest"]
    ]
    return len(entries), found


if __name__ == "__main__":
    count, wrong = problems()
    for sentence in wrong:
        sys.stdout.write(f"ALTERE  {sentence}\n")
    if not wrong:
        sys.stdout.write(f"INTACT  {count} lignes\n")
    sys.exit(1 if wrong else 0)
