"""`python -m briefexport` is `briefexport`."""

import sys

from briefexport.cli import main

sys.exit(main())
