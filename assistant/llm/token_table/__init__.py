"""The token table that ships, and the script that trains it."""
