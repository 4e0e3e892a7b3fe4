"""`python -m tests.support.patient serve`: the program, but with all the patience in the world for slow readers."""

from schema.transport import direct, line, outlets

for module in (direct, line, outlets):
    module.SLOW_SECONDS = 3_600.0

from main import cli  # noqa: E402 - what it imports has to find the patience there

if __name__ == "__main__":
    cli()
