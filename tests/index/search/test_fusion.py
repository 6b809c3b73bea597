from index.search.fusion import fuse, min_max


def test_a_legs_scores_are_spread_from_its_last_hit_to_its_first() -> None:
    assert min_max([("x", 30.0), ("z", 15.0), ("y", 10.0)]) == {"x": 1.0, "z": 0.25, "y": 0.0}


def test_hits_that_score_alike_are_all_first() -> None:
    assert min_max([("x", 3.0), ("y", 3.0)]) == {"x": 1.0, "y": 1.0}
    assert min_max([]) == {}


def test_what_a_signal_does_not_know_it_adds_nothing_to() -> None:
    signals = {"a": {"x": 1.0, "y": 0.0}, "b": {"y": 1.0, "z": 0.5}, "c": {}}
    ranked = fuse(signals, {"a": 0.7, "b": 0.3, "c": 1.0})
    assert [(hit, round(score, 3)) for hit, score in ranked] == [
        ("x", 0.7),
        ("y", 0.3),
        ("z", 0.15),
    ]


def test_ties_are_broken_by_id() -> None:
    assert [hit for hit, _ in fuse({"a": {"y": 1.0, "x": 1.0}}, {"a": 1.0})] == ["x", "y"]
