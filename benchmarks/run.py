"""Entry of `make bench`: every part with a `run` function in this folder, one after another.

`python -m benchmarks.run --seconds 60 --size seocho --size district-year --seeds 2`
"""

from __future__ import annotations

import click

from benchmarks import feeds, optimiser


@click.command()
@click.option("--seconds", default=20.0, show_default=True, help="For each solve.")
@click.option("--size", "sizes", multiple=True, default=("seocho",), show_default=True)
@click.option("--seeds", default=2, show_default=True, help="Problems of each size.")
@click.option("--workers", default=2, show_default=True)
def main(seconds: float, sizes: tuple[str, ...], seeds: int, workers: int) -> None:
    """Print each part's ratios against its baselines, measured in this run."""
    feeds.run()
    optimiser.run(seconds, list(sizes), seeds, workers)


if __name__ == "__main__":
    main()
