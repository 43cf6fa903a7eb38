"""Entry point of `python -m inkspect` and of `inkspect`."""

import sys

from inkspect.system.output import escape_what_cannot_be_encoded


def main() -> None:
    """Run the command line; an interrupt during its imports exits as quietly as a later one."""
    escape_what_cannot_be_encoded()
    try:
        from inkspect.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
