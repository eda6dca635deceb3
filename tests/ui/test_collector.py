import gc
import threading

from PySide6.QtCore import QObject

from ui.workers.collector import Collector


class Remembers(QObject):
    ended_in = []

    def __init__(self):
        super().__init__()
        self.circle = self

    def __del__(self):
        self.ended_in.append(threading.current_thread())


def make_garbage():
    for _ in range(100_000):
        circle = []
        circle.append(circle)


def test_an_object_of_the_window_in_a_circle_never_ends_in_another_thread(qapp):
    collector = Collector()
    try:
        Remembers()
        worker = threading.Thread(target=make_garbage)
        worker.start()
        worker.join()
        assert Remembers.ended_in == []
        gc.collect()
        assert Remembers.ended_in == [threading.main_thread()]
    finally:
        collector.close()
    assert gc.isenabled()


def test_garbage_does_not_pile_up_while_the_window_lives(qapp):
    collector = Collector()
    try:
        make_garbage()
        assert gc.get_count()[0] > 90_000
        collector.collect_due()
        assert gc.get_count()[0] < 1_000
    finally:
        collector.close()
