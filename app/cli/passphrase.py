"""Asks for a passphrase at the terminal, or reads it from a descriptor that a script opened."""

from __future__ import annotations

import argparse
import getpass
import os

_LONGEST = 4096


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the option to a command; a passphrase never stands in an argument or the environment."""
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="从文件描述符 N 的第一行读口令；不写则在终端里输入",
    )


def asked(arguments: argparse.Namespace) -> str:
    """The passphrase of a vault that is there."""
    return line_of(arguments.passphrase_fd, "口令：")


def line_of(descriptor: int | None, prompt: str) -> str:
    """A secret from the first line of a descriptor, or typed at the prompt when there is none."""
    return getpass.getpass(prompt) if descriptor is None else _from_descriptor(descriptor)


def asked_twice(arguments: argparse.Namespace) -> tuple[str, str]:
    """The passphrase of a new vault, and its repetition."""
    if arguments.passphrase_fd is not None:
        given = _from_descriptor(arguments.passphrase_fd)
        return given, given
    return getpass.getpass("新口令："), getpass.getpass("再输一遍：")


def _from_descriptor(number: int) -> str:
    with os.fdopen(number, "rb", closefd=False) as file:
        line = file.readline(_LONGEST)
    return line.decode("utf-8", "replace").rstrip("\r\n")
