"""What a hostile file makes of the process that reads it: run by test_apart.py."""

import os
import sys

from common.apart import Limits, stay_within


def main() -> None:
    """Take without end what the first argument names: "time" or "memory"; or say what is known."""
    stay_within(Limits(seconds=1, memory=400_000_000))
    match sys.argv[1]:
        case "time":
            while True:
                pass
        case "memory":
            sys.stdout.write(str(len(bytearray(500_000_000))))
        case "secrets":
            sys.stdout.write(" ".join(os.environ))


if __name__ == "__main__":
    main()
