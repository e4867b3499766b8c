"""Reminding units of what they have not reported, or not corrected. That a unit was reminded is a record; what stands on its
people's desks follows from the register, and letters follow from the record. A reminder decides nothing about a report."""
