"""Scripts that attack a server of ours and print what it withstood: `make proof` runs them all.

Each prints lines of `what | how | figure`, and ends with an error if a figure is not reached.
"""
