"""What is counted of live delivery."""

from prometheus_client import Counter, Gauge

FRAMES = Counter("heyi_frames", "Results handed to watchers.")
WATCHERS = Gauge("heyi_watchers", "Who is watching now.", multiprocess_mode="livesum")
SLOW_READERS_CUT = Counter("heyi_slow_readers_cut", "Connections cut off because nothing was read for too long.")
OUTAGES = Counter("heyi_outages", "Times that something we lean on went away.", ["what"])
