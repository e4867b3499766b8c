"""A person acts for one organisation: no index can say it, so two triggers do.

Changing a column of the table makes it anew and drops its triggers: a migration that does so runs `WATCH` again.
"""

from django.db import migrations

RULE = """
CREATE TRIGGER accounts_assignment_one_organisation_{event} BEFORE {event} ON accounts_assignment
WHEN NEW.organisation_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM accounts_assignment
    WHERE person_id = NEW.person_id AND id IS NOT NEW.id AND organisation_id <> NEW.organisation_id
)
BEGIN SELECT RAISE(ABORT, 'a person acts for one organisation'); END
"""
EVENTS = ("INSERT", "UPDATE")
WATCH = [RULE.format(event=event) for event in EVENTS]
LEAVE = [f"DROP TRIGGER accounts_assignment_one_organisation_{event}" for event in EVENTS]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, LEAVE)]
