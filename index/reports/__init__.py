"""From the text of a file to its reports: place, year, kind of document, and doubts."""
