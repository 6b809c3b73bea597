"""From report files to a new generation of an index; the only package that writes one."""
