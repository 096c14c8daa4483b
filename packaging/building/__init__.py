"""Builds what is carried to a laptop without a network; see `python3 packaging/dev.py build`.

Runs in the environment of the program (.venv): what is signed here, the program itself checks.
"""
