"""Executions of suites: asked, stored, gated and compared."""
