"""Measurements of one part by itself: parser, ledger, check, models, reading of files."""
