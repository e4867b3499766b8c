"""The programme office: a notice becomes a programme that departments work by and residents can read.

Programmes are `programme.*` records; the tables here are projections of them. This engine must not know what
happens inside scenes, nor change anything but by submitting records.
"""
