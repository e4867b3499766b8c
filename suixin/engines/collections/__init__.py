"""Collections: forms, reporting units, reports, and their review up the chain.

Forms, units, periods, reports and reviews are records; tables here are projections of them. Only a draft is neither: it
is what somebody has typed and not yet reported. This engine must not let anybody but the unit change what it reported.
"""
