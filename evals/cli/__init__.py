"""The commands of `evals`: arguments in, tables and files out."""
