"""Eval cases: questions with what a right answer holds; the suites that ship are beside this file."""
