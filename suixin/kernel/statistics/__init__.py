"""Statistics: from reports in the log to a figure that anybody can check.

periods       months, quarters, years, and their order      forms        a collection's form -> its record type
expressions   the language of edit rules                     indicators   what a figure counts, and how it is said
edits         what a report breaks of its form's rules       rule_words   a rule in plain words
counting      leaves -> the reports that count              figures      reports that count -> cells, rounded
disclosure    which cells would tell of one company         release      what is published, as a record
certificate   what goes with a figure                       verification a certificate against a log
library       definitions and releases in a log             matching     what is published beside what was counted

No float is an official number. This room must not know who signs in, where records are stored or what time it is.
"""
