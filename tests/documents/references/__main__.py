"""Makes the reference pages again: python -m tests.documents.references [NAME …]. Look at them."""

from __future__ import annotations

import sys

from tests.documents.references import every_document, pictures


def main(names: list[str]) -> None:
    """Make the references of those documents, or of all."""
    for name in names or every_document.DOCUMENTS:
        pages = pictures.pages_of(every_document.made(name))
        pictures.keep(name, pages)
        print(f"{name}: {len(pages)}")


main(sys.argv[1:])
