"""Entry of `make bench`: every part of this folder, one after another.

`python -m benchmarks.run --part district-year --share 1 --seeds 3`
"""

from __future__ import annotations

import click

from benchmarks import feeds, maps, optimiser

OTHERS = {"feeds": feeds.run, "maps": maps.run}
PARTS = (*OTHERS, *optimiser.PARTS)


@click.command()
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(PARTS),
    default=("feeds", "maps", "seocho", "replan", "infeasible"), show_default=True,
)  # fmt: skip
@click.option("--share", default=1.0, show_default=True, help="Of the full time of each search.")
@click.option("--seeds", default=1, show_default=True, help="Generated problems of each size.")
@click.option("--workers", default=2, show_default=True)
def main(parts: tuple[str, ...], share: float, seeds: int, workers: int) -> None:
    """Print each part's ratios against its baselines, measured in this run."""
    for name, work in OTHERS.items():
        if name in parts:
            work()
    optimiser.run(tuple(name for name in parts if name not in OTHERS), share, seeds, workers)


if __name__ == "__main__":
    main()
