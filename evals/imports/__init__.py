"""Public benchmarks as cases of ours."""
