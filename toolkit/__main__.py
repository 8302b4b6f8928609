"""`python -m toolkit`."""

from toolkit.cli import entry

if __name__ == "__main__":
    entry()
