#!/usr/bin/env python3
"""ttybench on a terminal that knows margins at the left and right (DECLRMM, DECSLRM), which pyte does not.

    python3 benches/terminal/margins.py PATH_TO/ttybench.py run --runs 3 benches/terminal/pullquote.toml@…

Takes the arguments of ttybench and answers, as xterm does, where its columns have their margins (DECRQSS). What a program
does between setting margins and forgetting them is done on the columns between them only.
"""

import importlib.util
import re
import sys

QUESTION = b"\x1bP$qs\x1b\\"
MARGINS = re.compile(rb"\x1b\[(\d+);(\d+)s")


def load(path):
    spec = importlib.util.spec_from_file_location("ttybench", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["ttybench"] = module
    spec.loader.exec_module(module)
    return module


def with_margins(ttybench):
    class Terminal(ttybench.Terminal):
        """Keeps the columns outside of the margins as they are while the rest scrolls."""

        knows_margins = False
        columns = None

        def _reply(self, sequence):
            if sequence == QUESTION:
                return b"\x1bP1$r1;%ds\x1b\\" % self.screen.columns
            return super()._reply(sequence)

        def _control(self, sequence):
            if sequence == b"\x1b[?69h":
                self.knows_margins = True
                return b""
            if sequence == b"\x1b[?69l":
                self.knows_margins, self.columns = False, None
                return b""
            if self.knows_margins:
                if sequence == b"\x1b[s":
                    self.columns = None
                    self.screen.cursor_position()
                    return b""
                if match := MARGINS.fullmatch(sequence):
                    left, right = (int(group) for group in match.groups())
                    self.columns = (left - 1, right)
                    self.screen.cursor_position()
                    return b""
            if self.columns is None:
                return super()._control(sequence)
            return self._beside(lambda: super(Terminal, self)._control(sequence))

        def _draw(self, data):
            if self.columns is None:
                return super()._draw(data)
            return self._beside(lambda: super(Terminal, self)._draw(data))

        def _beside(self, act):
            screen, (left, right) = self.screen, self.columns
            width = range(screen.columns)
            kept = {
                y: {x: screen.buffer[y][x] for x in width if not left <= x < right}
                for y in range(screen.lines)
            }
            out = act()
            for y, cells in kept.items():
                for x, cell in cells.items():
                    screen.buffer[y][x] = cell
            return out

    return Terminal


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    ttybench = load(sys.argv[1])
    ttybench.Terminal = with_margins(ttybench)
    sys.argv = sys.argv[1:]
    sys.exit(ttybench.main())


if __name__ == "__main__":
    main()
