"""The work that is done while nobody asks for a page: figures that follow new records, reminders that fall due. Rooms name
theirs in their manifests; one process beside the site does all of it, in turn.

This room decides only when each is called. It must not know what the work is, and keeps nothing: work remembers in
records and tables of its own what it has done, so that a process that was killed leaves nothing half done.
"""
