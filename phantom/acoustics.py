"""From what the beams meet to the compressed echo image in polar coordinates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.medium import Medium, decibels
from phantom.plane import Sector
from phantom.shapes import Array
from phantom.texture import white_noise

_SOFT_TISSUE_ATTENUATION = 0.5  # dB/cm/MHz: what time-gain compensation assumes
_FWHM_PER_SIGMA = 2.355
_NARROWEST_SIGMA = 0.4  # samples
_REVERBERATION_MM = 4.0
_SIDE_LOBES_MM = 4.0
_FACE_SHARE = 0.5  # of the clutter's amplitude
_MOST_AGAIN = np.float32(4.0)  # no mirror is so good that it shows brighter a second time
_FACE_ECHO_MM = 40.0  # depth within which echoes come back a second time
_STREAKS_PER_RADIAN = np.array([3.1, 5.3, 8.9, 14.1, 22.7, 37.3, 59.9])


@dataclass(frozen=True, slots=True)
class Scanner:
    """Settings of one examination.

    frequency_mhz  centre frequency      axial_mm, lateral_mm  width of the PSF at focus (FWHM)
    focus_mm       depth of the focus    looks  independent speckle views that are compounded
    dynamic_range_db, gain_db            what the grey scale spans, and how bright tissue is
    gamma          of the grey map       smoothing_px  speckle reduction, polar samples
    noise_db       electronic noise under tissue at the focus    persistence  0..1, between frames
    enhancement    how much of the uncompensated path shows: 0 none, 1 all of it
    clutter_db     stray echoes under those that they come from     sharpening  of edges, 0..1
    unevenness_db  how differently the wall above lets beams through; `streaks` in which pattern
    depth_gain_db  how much the gain rises over twice the focal depth, beyond what is lost
    """

    frequency_mhz: float
    axial_mm: float
    lateral_mm: float
    focus_mm: float
    looks: int
    dynamic_range_db: float
    gain_db: float
    gamma: float
    smoothing_px: float
    noise_db: float
    persistence: float
    enhancement: float
    clutter_db: float = -34.0
    sharpening: float = 0.0
    unevenness_db: float = 0.0
    streaks: float = 0.0
    depth_gain_db: float = 0.0


def sample_scanner(rng: np.random.Generator, depth_mm: float) -> Scanner:
    """Settings as an operator may leave them, for a target at that depth."""
    frequency = rng.uniform(6.0, 9.0) if depth_mm < 45 else rng.uniform(3.5, 6.5)
    return Scanner(
        frequency_mhz=float(frequency),
        axial_mm=float(1.9 / frequency * rng.uniform(1.0, 1.5)),
        lateral_mm=float(rng.uniform(0.7, 1.7)),
        focus_mm=float(depth_mm * rng.uniform(0.8, 1.25)),
        looks=int(rng.choice([1, 2, 3], p=[0.15, 0.4, 0.45])),
        dynamic_range_db=float(rng.uniform(50, 70)),
        gain_db=float(rng.normal(-4.5, 2.5)),
        gamma=float(rng.uniform(1.6, 2.3)),
        smoothing_px=float(rng.uniform(0.3, 1.1)),
        noise_db=float(rng.uniform(-58, -36)),
        persistence=float(rng.uniform(0.2, 0.6)),
        enhancement=float(rng.uniform(0.15, 0.5)),
        clutter_db=float(rng.uniform(-30, -16)),
        sharpening=float(rng.uniform(0.0, 0.6)),
        unevenness_db=float(rng.uniform(0.5, 3.0)),
        streaks=float(rng.uniform(0, 100)),
        depth_gain_db=float(rng.normal(0, 4)),
    )


Speckle = Callable[[int], NDArray[np.complex64]]  # the scatterers, (R, B), of look 0, 1, ...


def form_image(
    medium: Medium, sector: Sector, scanner: Scanner, speckle: Speckle, rng: np.random.Generator
) -> Array:
    """(R, B) grey values 0..1: propagate, blur by the point-spread function, detect, compress."""
    path = transmission(medium, sector, scanner) * uneven_gain(sector, scanner)
    scattered, mirrored = medium.scatter * path, medium.mirror * path
    echoes = scattered + mirrored
    stray = clutter(echoes, sector, scanner) + reverberation(echoes, sector, scanner)
    diffuse = np.sqrt(scattered * scattered + stray * stray)[..., None]
    mirrors = point_spread(mirrored, sector, scanner, coherent=True)
    power = np.zeros(sector.shape, np.float32)
    for look in range(scanner.looks):
        echo = point_spread(in_two_planes(speckle(look)) * diffuse, sector, scanner, coherent=False)
        echo += electronic_noise(sector, scanner, rng)
        echo[..., 0] += mirrors
        np.square(echo, out=echo)
        power += echo[..., 0]
        power += echo[..., 1]
    power *= np.float32(1 / scanner.looks)
    return compress(np.sqrt(power, out=power), scanner)


def uneven_gain(sector: Sector, scanner: Scanner) -> Array:
    """(R, B) amplitude: streaks along the beams, and a time-gain compensation set a little off."""
    waves = np.outer(sector.angles, _STREAKS_PER_RADIAN) + scanner.streaks * np.arange(1, 8)
    across = (
        np.sin(waves).sum(axis=1) * scanner.unevenness_db / np.sqrt(len(_STREAKS_PER_RADIAN) / 2)
    )
    along = scanner.depth_gain_db * (sector.depths / scanner.focus_mm - 1) / 2
    return decibels((across[None, :] + along).astype(np.float32))


def clutter(echoes: Array, sector: Sector, scanner: Scanner) -> Array:
    """Amplitude that strays into each sample from the side lobes and from echoes sent twice.

    It fills what would be black beside and just behind bright tissue. (R, B)
    """
    rows, columns = sector.shape
    small = (max(columns // 4, 2), max(rows // 8, 2))
    source = np.asarray(cv2.resize(echoes, small, interpolation=cv2.INTER_AREA), np.float32)
    step = sector.range_step * rows / small[1]
    reach = int(np.ceil(3 * _REVERBERATION_MM / step))
    tail = np.exp(-np.arange(reach + 1, dtype=np.float32) * np.float32(step / _REVERBERATION_MM))
    tail /= tail.sum()
    middle = float(np.median(sector.ranges))
    beam = middle * sector.angle_step * columns / small[0]
    late = cv2.sepFilter2D(
        source, cv2.CV_32F, _kernel(_SIDE_LOBES_MM / beam, coherent=True), tail[::-1].copy(),
        anchor=(-1, reach), borderType=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    stray = cv2.resize(late, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(stray, np.float32) * np.float32(10 ** (scanner.clutter_db / 20))


def reverberation(echoes: Array, sector: Sector, scanner: Scanner) -> Array:
    """Amplitude of what the transducer's face threw back: echoes again, twice as deep. (R, B)

    It lays pale copies of the mother's skin and fascia over the fluid below them.
    """
    depths = sector.depths[:, 0]
    rows = ((depths / 2 - depths[0]) / np.float32(sector.range_step)).astype(np.int32)
    level = np.exp(-depths / np.float32(_FACE_ECHO_MM)) * (depths / 2 >= depths[0])
    level *= np.float32(_FACE_SHARE * 10 ** (scanner.clutter_db / 20))
    again: Array = np.minimum(echoes, _MOST_AGAIN)[np.maximum(rows, 0)] * level[:, None]
    return again


@lru_cache(maxsize=1)  # the echoes and the question what lies in shadow both ask
def transmission(medium: Medium, sector: Sector, scanner: Scanner) -> Array:
    """Amplitude left at each sample after the way there and back, against what TGC expects."""
    excess = medium.attenuation - np.float32(_SOFT_TISSUE_ATTENUATION)
    enhanced = np.where(excess < 0, excess * np.float32(scanner.enhancement), excess)
    loss_db = np.cumsum(enhanced, axis=0) * np.float32(
        2 * scanner.frequency_mhz * sector.range_step / 10
    )
    return medium.contact * decibels(-np.clip(loss_db, -14, 60))


def in_two_planes(field: NDArray[np.complex64]) -> Array:
    """Real and imaginary part side by side: (R, B) complex to (R, B, 2) float."""
    return np.ascontiguousarray(field).view(np.float32).reshape(*field.shape, 2)


def point_spread(field: Array, sector: Sector, scanner: Scanner, coherent: bool) -> Array:
    """Blur with a beam that is narrow at the focus and twice as wide far from it.

    field  (R, B) or (R, B, 2). Diffuse scatterers keep their power, coherent mirrors keep
           their amplitude.
    """
    focus = np.float32(scanner.focus_mm)
    defocus = np.clip(np.abs(sector.depths - focus) / focus, 0, 1)
    if field.ndim == 3:
        defocus = defocus[..., None]
    middle = float(np.median(sector.ranges))
    lateral = scanner.lateral_mm / (middle * sector.angle_step) / _FWHM_PER_SIGMA
    axial = scanner.axial_mm / sector.range_step / _FWHM_PER_SIGMA
    mixed = _blurred(field, axial, lateral, coherent)
    wide = _blurred(field, axial, 2 * lateral, coherent)
    near, far = 1 - defocus, defocus
    if not coherent:  # the two blurs of one noise are correlated: keep unit power between them
        power = np.sqrt(near * near + far * far + 2 * np.sqrt(np.float32(4 / 5)) * near * far)
        near, far = near / power, far / power
    mixed *= near
    wide *= far
    mixed += wide
    return mixed


def _blurred(field: Array, sigma_rows: float, sigma_columns: float, coherent: bool) -> Array:
    rows, columns = _kernel(sigma_rows, coherent), _kernel(sigma_columns, coherent)
    blurred = cv2.sepFilter2D(field, cv2.CV_32F, columns, rows, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, np.float32)


def _kernel(sigma: float, coherent: bool) -> Array:
    """A Gaussian of unit sum (coherent) or unit energy, sigma in samples."""
    sigma = max(sigma, _NARROWEST_SIGMA)
    reach = int(np.ceil(3 * sigma))
    x = np.arange(-reach, reach + 1, dtype=np.float32)
    bell = np.exp(-np.square(x / np.float32(sigma)) / 2)
    unit: Array = bell / (bell.sum() if coherent else np.linalg.norm(bell))
    return unit


def electronic_noise(sector: Sector, scanner: Scanner, rng: np.random.Generator) -> Array:
    """(R, B, 2), grows with depth, because time-gain compensation lifts it with the echoes."""
    lift = (sector.depths - np.float32(scanner.focus_mm)) * np.float32(
        scanner.frequency_mhz * 2 * _SOFT_TISSUE_ATTENUATION / 10 * 0.35
    )
    level = decibels(np.float32(scanner.noise_db) + lift)
    return in_two_planes(white_noise(sector.shape, rng)) * level[..., None]


def compress(envelope: Array, scanner: Scanner) -> Array:
    """Log compression, speckle reduction, edge enhancement and grey map: 0..1.

    Tissue (0 dB) comes at about two thirds of the range.
    """
    level = np.asarray(cv2.log(envelope + np.float32(1e-6)), np.float32)
    span = np.float32(scanner.dynamic_range_db)
    grey = level * (np.float32(20 / np.log(10)) / span)
    grey += np.float32((scanner.gain_db - 14) / scanner.dynamic_range_db + 1)
    np.clip(grey, 0, 1, out=grey)
    if scanner.smoothing_px > 0.2:
        wide = 1.5 * scanner.smoothing_px
        grey = np.asarray(
            cv2.GaussianBlur(grey, (0, 0), wide, sigmaY=0.7 * scanner.smoothing_px), np.float32
        )
    if scanner.sharpening > 0:
        soft = cv2.GaussianBlur(grey, (0, 0), 3.0, sigmaY=2.0)
        grey = grey + np.float32(scanner.sharpening) * (grey - np.asarray(soft, np.float32))
        np.clip(grey, 0, 1, out=grey)
    return np.asarray(cv2.pow(grey, scanner.gamma), np.float32)
