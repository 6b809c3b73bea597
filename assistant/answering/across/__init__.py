"""Questions across reports: several places beside each other, every place of a level, the years of one."""
