"""Lumpy variation of backscatter through space: one smooth noise volume, looked up anywhere."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.shapes import Array, Frame, Points, Vector

_NOISE_SIZE = 128
_NOISE_VOXEL_MM = 0.2
_SIZE = 64  # voxels an edge; a power of two, so that wrapping is a bit mask


@lru_cache(maxsize=1)
def _volume() -> NDArray[np.float32]:
    """Periodic, zero mean, unit variance, correlated over about two voxels."""
    noise = np.random.default_rng(7).standard_normal((_SIZE,) * 3, np.float32)
    for _ in range(3):
        padded = np.concatenate([noise[-8:], noise, noise[:8]])
        flat = cv2.GaussianBlur(padded.reshape(_SIZE + 16, -1), (1, 0), sigmaX=0.01, sigmaY=1.3)
        noise = np.moveaxis(np.asarray(flat, np.float32).reshape(padded.shape)[8:-8], 0, -1)
    result: NDArray[np.float32] = (noise - noise.mean()) / noise.std()
    return result


@dataclass(frozen=True, eq=False)
class Texture:
    """Lumps of two sizes, fixed in `frame`.

    voxel_mm  of the fine lumps (about twice that across); coarse ones are four times as large
    """

    frame: Frame
    voxel_mm: float
    shift: Vector

    def at(self, points: Points) -> Array:
        """Zero mean, unit variance at every point."""
        axes = points.within(self.frame)
        fine = self._look(axes, self.voxel_mm)
        coarse = self._look(axes, 4 * self.voxel_mm)
        return np.float32(0.8) * fine + np.float32(0.6) * coarse

    def _look(self, axes: tuple[Array, Array, Array], voxel: float) -> Array:
        i, j, k = (
            ((c / np.float32(voxel) + np.float32(s)).astype(np.int32)) & (_SIZE - 1)
            for c, s in zip(axes, self.shift, strict=True)
        )
        result: Array = _volume().ravel()[(i * _SIZE + j) * _SIZE + k]
        return result


@lru_cache(maxsize=1)
def _noise_volume() -> NDArray[np.complex64]:
    pair = np.random.default_rng(11).standard_normal((_NOISE_SIZE**3, 2), np.float32)
    return (pair * np.float32(np.sqrt(0.5))).view(np.complex64)[:, 0]


@dataclass(frozen=True, eq=False)
class Scatterers:
    """Circular complex Gaussian scatterers of unit power that keep their place in `frame`."""

    frame: Frame

    def at(self, points: Points, look: int) -> NDArray[np.complex64]:
        """Those nearest to each point. Other looks meet others, as from another angle."""
        i, j, k = (
            (c * np.float32(1 / _NOISE_VOXEL_MM) + np.float32(4096 + 37 * look)).astype(np.int32)
            & (_NOISE_SIZE - 1)
            for c in points.within(self.frame)
        )
        result: NDArray[np.complex64] = _noise_volume()[(i * _NOISE_SIZE + j) * _NOISE_SIZE + k]
        return result
