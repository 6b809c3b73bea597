"""The commands of `assistant`: arguments in, lines and JSON out; the only package that prints."""
