"""Slips of an input method, by how characters sound."""

import pytest

from index.figures.near_miss import NearMiss, near_miss
from index.figures.sounds import is_slip, spells, words_meant


@pytest.mark.parametrize(
    ("written", "meant"), [("店梯", "电梯"), ("小去", "小区"), ("学为", "学位")]
)
def test_a_slip_is_one_character_that_sounds_alike(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert meant in words_meant(written)


@pytest.mark.parametrize(
    ("written", "other"), [("电梯", "电梯"), ("楼梯", "电梯"), ("电", "电梯"), ("店提", "电梯")]
)
def test_what_is_the_same_or_sounds_otherwise_is_no_slip(written: str, other: str) -> None:
    assert not is_slip(written, other)


def test_a_short_name_that_sounds_like_one_place_at_hand() -> None:
    covered = ("泰州市", "泰州", "宁波市", "宁波")
    assert near_miss("泰洲停车太难", covered) == NearMiss("泰洲", ("泰州市",))
    assert near_miss("宁波停车太难", covered) is None
    assert near_miss("泰洲停车太难", ("宁波市", "宁波")) is None


@pytest.mark.parametrize("typed", ["beiguanqu", "beiguan", "bei", "beig", "bgq", "bgqu", "b"])
def test_a_name_is_spelt_by_syllables_whole_or_begun(typed: str) -> None:
    assert spells(typed, "北关区")


def test_a_character_of_several_readings_is_spelt_by_each() -> None:
    assert spells("chongqing", "重庆市") and spells("zhongqing", "重庆市")


@pytest.mark.parametrize("typed", ["guan", "beiguanqux", "beiguangqu", "bq", "北关"])
def test_what_does_not_begin_the_name_does_not_spell_it(typed: str) -> None:
    assert not spells(typed, "北关区")
