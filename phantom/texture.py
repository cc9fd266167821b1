"""Variation of backscatter through space, and the scatterers: noise volumes, looked up anywhere."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.shapes import Array, Frame, Points, Vector

_NOISE_SIZE = 128
_NOISE_VOXEL_MM = 0.2
_LOOK = 37 * (_NOISE_SIZE**2 + _NOISE_SIZE + 1)  # 37 voxels further along every axis
_SIZE = 64  # voxels an edge; a power of two, so that wrapping is a bit mask
_FINE, _SMOOTH = 1.3, 4.0  # voxels: over how many the noise is alike
_REGION_MM = 1.6  # voxel of the smooth noise: regions are about 12 mm across
_WAVE_MM = np.float32(1.4)  # how far fibres swing about their plane


@lru_cache(maxsize=2)
def _volume(sigma: float) -> NDArray[np.float32]:
    """Periodic, zero mean, unit variance; flat, with index (i * size + j) * size + k."""
    noise = np.random.default_rng(7).standard_normal((_SIZE,) * 3, np.float32)
    margin = 16
    for _ in range(3):
        padded = np.concatenate([noise[-margin:], noise, noise[:margin]])
        flat = cv2.GaussianBlur(padded.reshape(len(padded), -1), (1, 0), sigmaX=0.01, sigmaY=sigma)
        cut = np.asarray(flat, np.float32).reshape(padded.shape)[margin:-margin]
        noise = np.moveaxis(cut, 0, -1)
    result: NDArray[np.float32] = ((noise - noise.mean()) / noise.std()).ravel()
    return result


@dataclass(frozen=True, eq=False)
class Texture:
    """Lumps, fibres and regions, fixed in `frame`; fibres lie in wavy planes across its z.

    lump_mm   voxel of the lumps (about twice that across)
    fibre_mm  voxel across the fibres; along them it is ten times as long
    """

    frame: Frame
    lump_mm: float
    fibre_mm: float
    shift: Vector

    def at(self, points: Points) -> Array:
        """Zero mean, unit variance at every point."""
        x, y, z = points.within(self.frame)
        regions = self._look(_SMOOTH, (x, y, z), (_REGION_MM,) * 3)
        lumps = self._look(_FINE, (x, y, z), (self.lump_mm,) * 3)
        long = 10 * self.fibre_mm
        fibres = self._look(_FINE, (x, y, z + _WAVE_MM * regions), (long, long, self.fibre_mm))
        total: Array = lumps * np.float32(0.56) + fibres * np.float32(0.6)
        total += np.float32(0.57) * regions
        return total

    def _look(
        self, sigma: float, axes: tuple[Array, Array, Array], voxels: tuple[float, float, float]
    ) -> Array:
        i, j, k = (
            (c * np.float32(1 / v) + np.float32(s)).astype(np.int32) & (_SIZE - 1)
            for c, v, s in zip(axes, voxels, self.shift, strict=True)
        )
        found: Array = _volume(sigma).take((i * _SIZE + j) * _SIZE + k)
        return found


@lru_cache(maxsize=1)
def _noise_volume() -> NDArray[np.complex64]:
    pair = np.random.default_rng(11).standard_normal((_NOISE_SIZE**3, 2), np.float32)
    stock = (pair * np.float32(np.sqrt(0.5))).view(np.complex64)[:, 0]
    stock.setflags(write=False)
    return stock


def white_noise(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.complex64]:
    """Circular complex Gaussian noise of unit power: another piece of one stock at every call."""
    count = shape[0] * shape[1]
    stock = _noise_volume()
    start = int(rng.integers(len(stock) - count))
    return stock[start : start + count].reshape(shape)


@dataclass(frozen=True, eq=False)
class Scatterers:
    """Circular complex Gaussian scatterers of unit power that keep their place in `frame`."""

    frame: Frame

    def at(self, points: Points) -> NDArray[np.int32]:
        """The number of the one nearest to each point."""
        i, j, k = (
            (c * np.float32(1 / _NOISE_VOXEL_MM) + np.float32(4096)).astype(np.int32)
            & (_NOISE_SIZE - 1)
            for c in points.within(self.frame)
        )
        number: NDArray[np.int32] = (i * _NOISE_SIZE + j) * _NOISE_SIZE + k
        return number

    @staticmethod
    def seen(number: NDArray[np.int32], look: int) -> NDArray[np.complex64]:
        """What they send back. Other looks see others in their place, as from another angle."""
        other = (number + np.int32(_LOOK * look)) & (_NOISE_SIZE**3 - 1)
        found: NDArray[np.complex64] = _noise_volume().take(other)
        return found
