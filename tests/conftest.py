"""What every test run has in common: how many examples, and an environment that no test can lean on."""

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from briefexport.briefing import Briefing
from briefexport.build import build_products
from briefexport.edition import edition_of
from briefexport.house import read_house
from briefexport.product import Artifact, Product
from briefexport.source import Source, read_file

# The same examples every time: a run that fails on Monday fails on Tuesday.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
# New examples each time, and many: `make fuzz`.
settings.register_profile(
    "fuzz", derandomize=False, deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

# What a shell may have set must not decide a test.
for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(name, None)


SAMPLES = ("summit", "harbour", "museum")
REPOSITORY = Path(__file__).parents[1]


class Sample(NamedTuple):
    """A sample of the project; each product is made once a test run."""

    name: str
    source: Source

    @property
    def briefing(self) -> Briefing:
        """What the sample says."""
        return self.source.briefing

    def artifact(self, product: Product) -> Artifact:
        """A product, made with the project's own house style."""
        return _artifact(self.name, product)


@cache
def read(name: str) -> Sample:
    """A sample by its name."""
    return Sample(name, read_file(REPOSITORY / "source" / f"{name}.yaml"))


@cache
def _artifact(name: str, product: Product) -> Artifact:
    source = read(name).source
    briefing = source.briefing
    pictures = {figure.file: (REPOSITORY / "source" / figure.file).read_bytes() for figure in briefing.figures}
    (artifact,) = build_products(source, read_house(), edition_of(briefing.date), (product,), pictures)
    return artifact


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each of the samples."""
    return read(str(request.param))


@pytest.fixture
def summit() -> Sample:
    """The sample that the README begins with."""
    return read("summit")


@pytest.fixture
def files(sample: Sample, tmp_path: Path) -> dict[Product, Path]:
    """The three files of a sample on disk."""
    made = {product: sample.artifact(product) for product in Product}
    paths = {product: tmp_path / artifact.name for product, artifact in made.items()}
    for product, artifact in made.items():
        paths[product].write_bytes(artifact.data)
    return paths
