"""Print the messages without translation as JSON, or add them: ``python -m tests.i18n.missing [FILE]``.

What is printed can be filled in (one text, or one per plural form) and given back as FILE; the catalogues are then
completed, freed of messages that the code no longer has, and compiled.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.i18n.catalogues import LANGUAGES, catalogue, complete, missing


def main(arguments: list[str]) -> None:
    if arguments:
        added = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        for language in LANGUAGES:
            complete(language, added.get(language, {}))
    wanted = {
        language: {
            message.singular: "" if message.plural is None else [""] * catalogue(language).num_plurals
            for message in missing(language)
        }
        for language in LANGUAGES
    }
    print(json.dumps(wanted, ensure_ascii=False, indent=2))  # noqa: T201 - the answer of this command


if __name__ == "__main__":
    main(sys.argv[1:])
