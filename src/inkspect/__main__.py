"""`python -m inkspect` is `inkspect`."""

import sys

from inkspect.system.output import escape_what_cannot_be_encoded


def main() -> None:
    """Run the command line; an interrupt while it is being imported ends it as quietly as one later on."""
    escape_what_cannot_be_encoded()
    try:
        from inkspect.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
