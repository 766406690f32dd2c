"""Benchmarks: figures the program must show, as ratios in one run; `make bench` prints them."""
