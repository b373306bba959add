"""Entry of `make bench`: every part of this folder, one after another.

`python -m benchmarks.run --part district-year --share 1 --seeds 3`
"""

from __future__ import annotations

import click

from benchmarks import exports, feeds, maps, optimiser, statistics

OWN = ("exports", "feeds", "maps", "statistics")
PARTS = (*OWN, *optimiser.PARTS)


@click.command()
@click.option(
    "--part", "parts", multiple=True, type=click.Choice(PARTS),
    default=("exports", "feeds", "maps", "statistics", "seocho", "replan", "infeasible"),
    show_default=True,
)  # fmt: skip
@click.option("--share", default=1.0, show_default=True, help="Of the full time of each search.")
@click.option("--seeds", default=1, show_default=True, help="Generated problems of each size.")
@click.option("--workers", default=2, show_default=True)
@click.option(
    "--size",
    type=click.Choice(tuple(statistics.SIZES)),
    default="small",
    show_default=True,
    help="Of the city of the part 'statistics'.",
)
def main(parts: tuple[str, ...], share: float, seeds: int, workers: int, size: str) -> None:
    """Print each part's ratios against its baselines, measured in this run."""
    if "exports" in parts:
        exports.run()
    if "feeds" in parts:
        feeds.run()
    if "maps" in parts:
        maps.run()
    if "statistics" in parts:
        statistics.run(size)
    optimiser.run(tuple(name for name in parts if name not in OWN), share, seeds, workers)


if __name__ == "__main__":
    main()
