"""Before a restored log signs anything, its witnesses are asked what they have seen."""

import shutil

import pytest
from memory_ledger import Ledger
from small_log import served

from suixin.platform.log.models import Log
from suixin.platform.log.running import Runner
from suixin.platform.log.stops import Stopped
from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey

pytestmark = pytest.mark.django_db


def test_a_witness_that_has_seen_more_stops_an_older_copy_that_has_lost_its_folder(tmp_path, settings):
    settings.SUIXIN_HOME = home = tmp_path / "home"
    set_up(tmp_path / "witness", "audit.example/w")
    witness = open_witness(tmp_path / "witness")
    ledger = Ledger()
    runner = Runner(home, "city.example", ledger, required=True)
    with served(Application(witness)) as address:
        log = runner.first_log()
        witness.store.add_log_key(LogKey(log.keys.strip(), log.origin, 0))
        policy = f"witness audit {witness.cosigners[0].text} {address}\nquorum audit\n"
        (home / "witnesses.policy").write_text(policy)
        ledger.grow(5)
        runner.finish()
        old = Log.objects.values().get()
        ledger.grow(5)
        runner.finish()
        assert Log.objects.get().witnessed_size == 10
        Log.objects.filter(pk=old["name"]).update(**old)
        shutil.rmtree(home / "log")
        del ledger.leaves[5:], ledger.hashes[5:]
        ledger.add(b"another history")
        with pytest.raises(Stopped, match="audit has seen the log with 10 records") as stopped:
            runner.finish()
    assert stopped.value.code == "lost-history"
    assert Log.objects.get().signed_size == 5
