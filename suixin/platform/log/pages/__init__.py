"""The pages of the log, for everybody: how far it has got, who has seen it, what is wrong; and where a record stands
in it, for the pages of whoever has the record. They show what `shown` knows and decide nothing."""
