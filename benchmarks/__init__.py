"""Speed and quality figures; ``python -m benchmarks.run`` prints them all. Not part of the product."""
