"""Print published figures beside simulated ones: `python -m throughcare.simulate [PEOPLE] [SEED]`."""

import sys

from .calibration import compare, show

if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:3]]
    show(compare(**dict(zip(("people", "seed"), numbers, strict=False))))
