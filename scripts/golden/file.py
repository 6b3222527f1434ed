"""How files of golden values are written: one line for each row, so that a change shows which rows it changes."""

import json
import platform


def versions_of(*modules):
    """The versions of Python and of what computed the values."""
    return {"python": platform.python_version(), **{module.__name__: module.__version__ for module in modules}}


def save(path, program, versions, **tables):
    """Writes tables, lists of rows, with the program that made them."""

    def lines(rows):
        if not any(isinstance(row, dict) for row in rows):
            return json.dumps(rows)
        return "[\n" + ",\n".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in rows) + "\n]"

    fields = {
        "program": json.dumps(f"scripts/golden/{program}.py"),
        "versions": json.dumps(versions),
        **{name: lines(list(rows)) for name, rows in tables.items()},
    }
    with open(path, "w", encoding="utf8") as file:
        file.write("{\n" + ",\n".join(f"{json.dumps(key)}: {text}" for key, text in fields.items()) + "\n}\n")
