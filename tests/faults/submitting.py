"""A process that submits and says so, run by the fault tests: prints each acknowledged index and leaf hash.

Usage: submitting.py COUNT BATCH [KEY] — COUNT calls of BATCH records; with KEY, all under that one key.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "platform" / "ledger"))
os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"

import django

django.setup()

from ledger_sample import REPORTER, sample_house  # noqa: E402

from suixin.platform.ledger import declarations  # noqa: E402
from suixin.platform.ledger.refusals import NotStored  # noqa: E402
from suixin.platform.ledger.submit import Submission, submit  # noqa: E402

count, batch = int(sys.argv[1]), int(sys.argv[2])
key = sys.argv[3] if len(sys.argv) > 3 else None
print("ready", flush=True)
with declarations.using(sample_house()):
    for number in range(count):
        text = "one content" if key else f"{os.getpid()}-{number} " + "x" * 500
        notes = [Submission("sample.note", {"text": text}, key=key)] * batch
        try:
            receipts = submit(notes, REPORTER)
        except NotStored as refusal:
            print("refused", refusal.message("en"), flush=True)
            continue
        for receipt in receipts:
            print(receipt.index, receipt.leaf_hash.hex(), flush=True)
