"""Where the frozen program begins: the same entrance as from source, and the measures' own word."""

import sys

from app.cli.measures import again
from ui.main import main

if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(again.run(words[1:]) if words[:1] == [again.WORD] else main(words))
