"""The random numbers of writing: the same in Python and in JavaScript, bit for bit."""

from inkspect.system.arguments import as_whole

_WORD = 2**32
_MASK = _WORD - 1
_GOLDEN_RATIO = 0x9E3779B9


class Xoshiro128StarStar:
    """xoshiro128** 1.1, of 32-bit integers only.

    From David Blackman and Sebastiano Vigna, *Scrambled linear pseudorandom number generators*, 2021,
    https://doi.org/10.1145/3460772. Word i of its state, from 1, is MurmurHash3's finalizer (`fmix32`, of Austin
    Appleby) of the seed plus i times 0x9E3779B9, all modulo 2³²: four different words, so never all 0.

    Raises:
        InvalidValueError: the seed is no whole number from 0 to 2³² − 1.
    """

    def __init__(self, seed: int) -> None:
        number = as_whole(seed, "seed", 0, _MASK)
        self._state = [_finalized((number + index * _GOLDEN_RATIO) & _MASK) for index in range(1, 5)]

    def uint32(self) -> int:
        """Return the next integer, from 0 to 2³² − 1."""
        s0, s1, s2, s3 = self._state
        drawn = (_rotated((s1 * 5) & _MASK, 7) * 9) & _MASK
        s2 ^= s0
        s3 ^= s1
        self._state = [s0 ^ s3, s1 ^ s2, s2 ^ ((s1 << 9) & _MASK), _rotated(s3, 11)]
        return drawn

    def uniform(self) -> float:
        """Return the next number from 0 to 1, without 1, made of the upper 27 and 26 bits of two integers."""
        upper, lower = self.uint32() >> 5, self.uint32() >> 6
        return (upper * 2.0**26 + lower) / 2.0**53


def _rotated(word: int, bits: int) -> int:
    return ((word << bits) & _MASK) | (word >> (32 - bits))


def _finalized(word: int) -> int:
    word ^= word >> 16
    word = (word * 0x85EBCA6B) & _MASK
    word ^= word >> 13
    word = (word * 0xC2B2AE35) & _MASK
    return word ^ (word >> 16)
