"""Cases, runs, scores and benchmarks, on top of everything."""
