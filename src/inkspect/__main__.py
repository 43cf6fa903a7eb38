"""`python -m inkspect` is `inkspect`."""

import sys


def main() -> None:
    """Run the command line; an interrupt while it is being imported ends it as quietly as one later on."""
    try:
        from inkspect.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
