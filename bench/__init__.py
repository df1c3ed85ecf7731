"""Paired benchmarks: the library against its peers, and the pages. Run by `make bench`."""
