"""Jobs in processes of their own: results come back, and what goes on too long or grows too large is ended."""

import os
import sys
import threading
import time

import pytest

from readings import bounded, workers
from readings.markdown import TooCostly
from sessions.posts import PostError


def double(number: int) -> int:
    return 2 * number


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def grow(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def die() -> None:
    os._exit(3)


def refuse() -> None:
    raise PostError(7, "no")


def own_number() -> int:
    return os.getpid()


def loaded_models() -> list[str]:
    from sessions.posts import parse_post

    parse_post("---\ntitle: T\n---\n# Blog\n\nWords.\n", "a.md")
    return [name for name in sys.modules if name.startswith("django.db") or name.endswith(".models")]


def test_a_result_comes_back_and_the_process_is_used_again():
    assert workers.run(double, 21) == 42
    assert workers.run(own_number) == workers.run(own_number) != os.getpid()


def test_a_worker_gives_way_to_the_process_that_waits_for_it():
    assert workers.run(os.nice, 0) == os.nice(0) + 5


def test_what_a_job_raises_comes_back_as_it_was():
    with pytest.raises(PostError) as caught:
        workers.run(refuse)
    assert (caught.value.line, caught.value.text) == (7, "no")
    assert workers.run(double, 1) == 2


@pytest.mark.parametrize(
    ("job", "arguments", "sentence"),
    [
        (sleep, (60,), "takes longer than 0.5 seconds"),
        (grow, (1024,), "needs more than 512 MB of memory"),
        (die, (), "ended the process that worked on it"),
    ],
)
def test_a_job_out_of_bounds_is_ended_and_its_process_replaced(job, arguments, sentence):
    before = workers.run(own_number)
    with pytest.raises(workers.OutOfBounds, match=sentence):
        workers.run(job, *arguments, bounds=workers.Bounds(seconds=0.5))
    assert workers.run(own_number) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_job_that_had_no_turn_on_a_busy_machine_is_waited_for():
    workers.run(own_number)  # the process is there
    assert workers.run(sleep, 0.7, bounds=workers.Bounds(seconds=0.5)) is None


def test_what_a_job_may_take_is_set_once_for_all():
    assert workers.run(grow, 200) == 200 << 20
    try:
        workers.set_bounds(workers.Bounds(seconds=0.5))
        with pytest.raises(workers.OutOfBounds, match=r"takes longer than 0\.5 seconds"):
            workers.run(sleep, 60)
        workers.set_bounds(workers.Bounds(memory=128 << 20))
        with pytest.raises(workers.OutOfBounds, match="needs more than 128 MB of memory"):
            workers.run(grow, 200)
    finally:
        workers.set_bounds(workers.Bounds())


def test_a_process_that_died_between_two_jobs_is_replaced():
    os.kill(workers.run(own_number), 9)
    time.sleep(0.1)
    assert workers.run(double, 4) == 8


def test_threads_share_the_processes():
    found: list[int] = []
    threads = [threading.Thread(target=lambda n=n: found.append(workers.run(double, n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(0, 40, 2))


def test_a_parsing_process_knows_no_model():
    assert workers.run(loaded_models) == []


def test_a_text_is_rendered_once_for_the_form_and_the_record(monkeypatch):
    one = bounded.wanted("Words *once*.", 2)
    html = bounded.rendered(one).html
    monkeypatch.setattr(bounded.workers, "run", None)
    assert bounded.rendered(one).html == html == "<p>Words <em>once</em>.</p>"


def test_a_text_out_of_bounds_is_told_and_kept_as_plain_text(monkeypatch):
    def stop(*arguments):
        raise workers.OutOfBounds("takes longer than 10 seconds")

    monkeypatch.setattr(bounded.workers, "run", stop)
    one = bounded.wanted("Words <b>that</b> take long.")
    with pytest.raises(TooCostly, match=r"line 1: Rendering this text takes longer than 10 seconds\."):
        bounded.rendered(one)
    assert bounded.rendered_for_storage(one).html == "<p>Words &lt;b&gt;that&lt;/b&gt; take long.</p>"
