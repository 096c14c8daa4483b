"""Signed files verified one after another, with or without a vault: a folder, or several files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from app.domain.errors import AppError, FileUnreadableError
from app.domain.progress import Progress
from app.domain.verdict import Examined, Verdict

SUFFIX = ".pdf"


def pdfs_in(folder: Path) -> tuple[Path, ...]:
    """The PDF files of a folder and of the folders in it, by their names.

    Links to other folders are not followed. Raises FileUnreadableError.
    """
    try:
        next(iter(folder.iterdir()), None)
    except OSError as error:
        raise FileUnreadableError(folder.name) from error
    found = (path for path in folder.rglob("*") if path.suffix.lower() == SUFFIX)
    return tuple(sorted(path for path in found if path.is_file()))


def each_examined(
    paths: Iterable[Path], judge: Callable[[Path], Verdict], progress: Progress
) -> tuple[Examined, ...]:
    """What was found of every file; one that cannot be opened is told and does not end the work.

    Raises CancelledError when it was stopped.
    """
    every = tuple(paths)
    return tuple(_examined(every, judge, progress))


def _examined(
    every: tuple[Path, ...], judge: Callable[[Path], Verdict], progress: Progress
) -> Iterator[Examined]:
    names = names_of(every)
    for done, path in enumerate(every):
        progress.step(done, len(every))
        try:
            yield Examined(names[done], judge(path))
        except AppError as error:
            yield Examined(names[done], None, error)
    progress.step(len(every), len(every))


def names_of(every: tuple[Path, ...]) -> tuple[str, ...]:
    """The files' names; where two are alike, with the folder each lies in."""
    plain = [path.name for path in every]
    return tuple(
        name if plain.count(name) == 1 else f"{path.parent.name}/{name}"
        for name, path in zip(plain, every, strict=True)
    )
