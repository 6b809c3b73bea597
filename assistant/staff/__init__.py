"""Work for the staff of an office: inquiries read, official replies drafted for a person to check."""
