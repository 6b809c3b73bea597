import numpy as np

from index.store.cells import gather


def test_what_is_nearly_the_same_lies_in_one_cell() -> None:
    chance = np.random.default_rng(5)
    different = chance.normal(size=(20, 32))
    alike = np.repeat(different, 30, axis=0) + chance.normal(scale=1e-3, size=(600, 32))
    vectors = (alike / np.linalg.norm(alike, axis=1, keepdims=True)).astype(np.float16)
    centres, cell_of = gather(vectors)
    assert all(len(set(cell_of[n : n + 30])) <= 30 // 2 for n in range(0, 600, 30))
    nearest = vectors.astype(np.float32) @ centres.T
    assert (nearest.argmax(axis=1) == cell_of).all()


def test_the_same_vectors_give_the_same_cells_and_none_is_empty() -> None:
    vectors = np.random.default_rng(6).normal(size=(300, 8)).astype(np.float16)
    centres, cell_of = gather(vectors)
    again, cell_of_again = gather(vectors)
    assert (centres == again).all()
    assert (cell_of == cell_of_again).all()
    assert set(cell_of) == set(range(len(centres)))


def test_one_vector_and_none_are_gathered_too() -> None:
    assert len(gather(np.ones((1, 4), dtype=np.float16))[0]) == 1
    assert len(gather(np.ones((0, 4), dtype=np.float16))[0]) == 0
