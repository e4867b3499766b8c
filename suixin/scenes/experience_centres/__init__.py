"""Experience centres (task 16): which centres there are, and what happens in them each month. Data only."""
