"""The steps of editing, whatever their order: nothing is lost but what a step says, and nothing points at nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st
from small_notice import NOTICE

from suixin.engines.programmes.drafting import steps
from suixin.engines.programmes.drafting.contents import Contents
from suixin.engines.programmes.drafting.draft import as_json, from_json
from suixin.engines.programmes.drafting.notices import first_draft
from suixin.engines.programmes.drafting.passages import passage, sentences
from suixin.engines.programmes.drafting.questions import TOPICS
from suixin.kernel.programme.findings import SENTENCES

DRAFT = first_draft(NOTICE)
STEPS = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "remove", "add"]), st.integers(0, 99), st.integers(0, 99)),
    max_size=12,
)


def taken(contents: Contents, step: tuple[str, int, int]) -> Contents:
    """The step on whichever clauses the two numbers fall on."""
    kind, one, two = step
    tasks = contents.of("task")
    if kind == "add":
        data = {"kind": "task", "number": "9", "title": {"zh-hans": "新任务"}}
        return steps.add(contents, "task", data)[0]
    if not tasks:
        return contents
    task, other = tasks[one % len(tasks)], tasks[two % len(tasks)]
    if kind == "remove":
        return steps.remove(contents, "task", task.id)
    if kind == "merge" and task.id != other.id:
        return steps.merge(contents, task.id, other.id, NOTICE)
    cuts = sentences(NOTICE, task)
    if kind == "split" and cuts:
        return steps.split(contents, task.id, cuts[two % len(cuts)][0], "拆出的任务", NOTICE)[0]
    return contents


@given(STEPS)
@settings(max_examples=150)
def test_whatever_the_steps_contents_stay_whole(given_steps):
    contents = DRAFT.contents
    for step in given_steps:
        contents = taken(contents, step)
        keys = [clause.key for clause in contents]
        tasks = {clause.id for clause in contents.of("task")}
        assert len(keys) == len(set(keys))
        assert {duty.data["task"] for duty in contents.of("duty")} <= tasks
        assert {target.data["task"] for target in contents.of("target") if "task" in target.data} <= tasks
        assert len(contents.of("target")) == len(DRAFT.contents.of("target"))


@given(STEPS)
@settings(max_examples=50)
def test_a_draft_is_kept_without_loss(given_steps):
    contents = DRAFT.contents
    for step in given_steps:
        contents = taken(contents, step)
    draft = DRAFT.changed(contents)
    assert from_json(as_json(draft)) == draft


def test_splitting_and_merging_again_names_the_same_bodies():
    for task in DRAFT.contents.of("task"):
        for cut, _ in sentences(NOTICE, task):
            apart, second = steps.split(DRAFT.contents, task.id, cut, "拆出", NOTICE)
            again = steps.merge(apart, task.id, second.id, NOTICE)
            assert again.bodies() == DRAFT.contents.bodies()
            assert again.get("task", task.id).source == task.source


def test_a_passage_has_neither_heading_nor_who_is_responsible():
    two = DRAFT.contents.get("task", "t2")
    assert (
        passage(NOTICE, two, DRAFT.contents)
        == "建设学习平台。推动企业开放培训课程。到2024年，培训5000人次以上。"
    )


def test_merged_tasks_say_what_both_said():
    merged = steps.merge(DRAFT.contents, "t1", "t3", NOTICE).get("task", "t1")
    assert merged.data["summary"]["zh-hans"] == "梳理社区服务清单，按季度更新。\n选择条件较好的镇街先行先试。"


def test_every_doubt_of_the_parser_has_a_topic_in_the_reader_s_language():
    assert set(TOPICS) == set(SENTENCES)
