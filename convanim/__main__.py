"""``python -m convanim``."""

from convanim.cli import main

if __name__ == "__main__":
    main()
