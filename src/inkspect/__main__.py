"""`python -m inkspect` is `inkspect`."""

from inkspect.cli import main

if __name__ == "__main__":
    main()
