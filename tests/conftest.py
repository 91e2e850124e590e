"""What every test run has in common: how many examples, and an environment that no test can lean on."""

import os

from hypothesis import HealthCheck, settings

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
    "fuzz", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

# What a shell may have set must not decide a test.
for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(name, None)
