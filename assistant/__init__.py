"""A question to a verified answer; settings, wiring, web page, command line."""
