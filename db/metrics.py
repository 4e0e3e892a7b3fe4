"""What is counted of writing."""

from prometheus_client import Histogram

SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
GROUPS = Histogram("heyi_votes_together", "Votes that were written in one transaction.", buckets=SIZES)
