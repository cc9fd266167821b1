"""What the beams meet on a plane: parts painted on the polar grid."""

from dataclasses import dataclass

import cv2
import numpy as np

from phantom.plane import ScanPlane, Sector
from phantom.shapes import Array, Points
from phantom.texture import Texture
from phantom.tissue import Material, Part

_MIRROR_WIDTH_MM = 0.22
_MIRROR_ROUGHNESS_DB = np.float32(7.0)
_REACH_MM = 0.8  # how far from its surface a part may still be seen
_EDGE_MM = 0.25  # over which one material gives way to another
_MOST = 0.5  # of the grid
_BEAMS = 2  # of the sector to one of the canvas


@dataclass(frozen=True, eq=False)
class Medium:
    """What the beams meet.

    scatter, attenuation, mirror  (R, B): backscatter amplitude, dB/cm/MHz, mirror amplitude
    contact                       (1, B): amplitude that gets through at the transducer face
    """

    scatter: Array
    attenuation: Array
    mirror: Array
    contact: Array


def paint(
    parts: tuple[Part, ...],
    background: Material,
    plane: ScanPlane,
    sector: Sector,
    texture: Texture,
    contact: Array,
) -> Medium:
    """Parts in order, later ones over earlier ones.

    Every second beam is painted. Distances, which change slowly, are measured at every second or,
    of smooth parts, at every fourth sample along and across the beams; what follows from them is
    not. Both numbers of the sector's shape are multiples of four.
    """
    canvas = sector.thinned(1, _BEAMS)
    lumps = texture.at(plane.points(*canvas.in_plane()))
    scatter = background.echo_db + background.texture_db * lumps
    attenuation = np.full(canvas.shape, background.attenuation, np.float32)
    mirror = np.zeros(canvas.shape, np.float32)
    grids = {smooth: _Grid(plane, sector, step) for smooth, step in ((False, 2), (True, 4))}
    for part in parts:
        met = grids[part.smooth].meet(part)
        if met is not None:
            place, distance, share = met
            fields = (scatter[place], attenuation[place], mirror[place])
            share = share * np.float32(_facing(part, plane))
            _cover(fields, part.material, distance, share, lumps[place], sector.range_step)
    between = (sector.shape[1], sector.shape[0])
    scatter, attenuation, mirror = (
        np.asarray(cv2.resize(field, between, interpolation=cv2.INTER_LINEAR), np.float32)
        for field in (scatter, attenuation, mirror)
    )
    return Medium(decibels(scatter), attenuation, mirror, contact)


Met = tuple[tuple[slice, slice], Array, Array | np.float32]


class _Grid:
    """Every `step`-th sample along and across the beams, where distances are measured."""

    def __init__(self, plane: ScanPlane, sector: Sector, step: int) -> None:
        self._plane, self._step = plane, step
        self._sector = sector.thinned(step, step)
        self._points = plane.points(*self._sector.in_plane())
        self._crops: dict[tuple[int, ...], Points] = {}

    def meet(self, part: Part) -> Met | None:
        """Where on the canvas a part is, how far its surface, and how much of it is there.

        None where the part comes nowhere near.
        """
        disc = self._plane.disc(part.shape)
        patch = self._sector.patch(disc, 1.0) if disc else None
        if patch is None:
            return None
        points, top, left = self._within(patch)
        distance = part.shape.distance(points)
        near = distance < _REACH_MM
        rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
        if not len(rows):
            return None
        down = slice(max(int(rows[0]) - 1, 0), min(int(rows[-1]) + 2, len(distance)))
        across = slice(max(int(columns[0]) - 1, 0), min(int(columns[-1]) + 2, len(distance[0])))
        share: Array | np.float32 = np.float32(1.0)
        if part.weight is not None:
            share = self._finer(part.weight(points.crop(down, across)))
        along, beams = self._step, self._step // _BEAMS
        place = (
            slice(along * (top + down.start), along * (top + down.stop)),
            slice(beams * (left + across.start), beams * (left + across.stop)),
        )
        return place, self._finer(distance[down, across]), share

    def _within(self, patch: tuple[slice, slice]) -> tuple[Points, int, int]:
        """The points of a patch, and where it begins; of all, if it is most of them.

        Parts of one patch share what is known of its points, and large parts all do.
        """
        rows, columns = (int(side.stop - side.start) for side in patch)
        if rows * columns > _MOST * self._points.shape[0] * self._points.shape[1]:
            return self._points, 0, 0
        key = (patch[0].start, patch[0].stop, patch[1].start, patch[1].stop)
        if key not in self._crops:
            self._crops[key] = self._points.crop(*patch)
        return self._crops[key], patch[0].start, patch[1].start

    def _finer(self, field: Array) -> Array:
        """In between the samples, as many as the canvas has."""
        size = (field.shape[1] * self._step // _BEAMS, field.shape[0] * self._step)
        return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _cover(
    fields: tuple[Array, Array, Array],
    material: Material,
    distance: Array,
    share: Array | np.float32,
    lumps: Array,
    range_step: float,
) -> None:
    """One part over what is there: scatter in dB, attenuation, mirror, changed in place.

    share  how much of the part is there, 0..1
    """
    scatter, attenuation, mirror = fields
    amount = np.clip(np.float32(0.5) - distance * np.float32(1 / _EDGE_MM), 0, 1) * share
    scatter += amount * (material.echo_db + material.texture_db * lumps - scatter)
    attenuation += amount * (material.attenuation - attenuation)
    mirror *= 1 - amount
    if material.mirror_db is not None:
        level = material.mirror_db + _MIRROR_ROUGHNESS_DB * lumps
        level -= np.square(distance * np.float32(2.947 / _MIRROR_WIDTH_MM))  # a bell, in dB
        echo = decibels(level) * _squareness(distance, range_step) * share
        np.maximum(mirror, echo, out=mirror)


def _squareness(distance: Array, range_step: float) -> Array:
    """The cosine between beam and surface normal to the sixth: 1 where they meet squarely."""
    cosine = np.empty_like(distance)
    np.subtract(distance[2:], distance[:-2], out=cosine[1:-1])
    cosine[0], cosine[-1] = cosine[1], cosine[-2]
    cosine *= np.float32(0.5 / range_step)
    square = np.minimum(np.square(cosine), 1)
    return square * square * square


def _facing(part: Part, plane: ScanPlane) -> float:
    """1 for a body; for a sheet, 1 cut at right angles and 0 seen face on."""
    return 1.0 if part.across is None else 1.0 - float(part.across @ plane.normal) ** 2


def decibels(level: Array) -> Array:
    """Amplitude of a level in dB."""
    result: Array = np.exp(level * np.float32(np.log(10) / 20))
    return result
