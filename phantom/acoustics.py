"""From parts on a plane to the compressed echo image in polar coordinates."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from phantom.plane import ScanPlane, Sector
from phantom.shapes import Array, Points
from phantom.texture import Texture
from phantom.tissue import Material, Part

_SOFT_TISSUE_ATTENUATION = 0.5  # dB/cm/MHz: what time-gain compensation assumes
_MIRROR_WIDTH_MM = 0.22
_FWHM_PER_SIGMA = 2.355
_NARROWEST_SIGMA = 0.4  # samples
_MIRROR_ROUGHNESS_DB = np.float32(3.5)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Settings of one examination.

    frequency_mhz  centre frequency      axial_mm, lateral_mm  width of the PSF at focus (FWHM)
    focus_mm       depth of the focus    looks  independent speckle views that are compounded
    dynamic_range_db, gain_db            what the grey scale spans, and how bright tissue is
    gamma          of the grey map       smoothing_px  speckle reduction, polar samples
    noise_db       electronic noise under tissue at the focus    persistence  0..1, between frames
    enhancement    how much of the uncompensated path shows: 0 none, 1 all of it
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


def sample_scanner(rng: np.random.Generator, depth_mm: float) -> Scanner:
    """Settings as an operator may leave them, for a target at that depth."""
    frequency = rng.uniform(6.0, 9.0) if depth_mm < 45 else rng.uniform(3.5, 6.5)
    return Scanner(
        frequency_mhz=float(frequency),
        axial_mm=float(1.9 / frequency * rng.uniform(0.9, 1.3)),
        lateral_mm=float(rng.uniform(0.7, 1.7)),
        focus_mm=float(depth_mm * rng.uniform(0.8, 1.25)),
        looks=int(rng.integers(1, 4)),
        dynamic_range_db=float(rng.uniform(42, 62)),
        gain_db=float(rng.normal(-2.5, 2.5)),
        gamma=float(rng.uniform(1.4, 2.2)),
        smoothing_px=float(rng.uniform(0.0, 1.3)),
        noise_db=float(rng.uniform(-58, -36)),
        persistence=float(rng.uniform(0.2, 0.6)),
        enhancement=float(rng.uniform(0.15, 0.5)),
    )


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
    """Parts in order, later ones over earlier ones."""
    points = plane.points(*sector.in_plane())
    lumps = texture.at(points)
    scatter = np.full(sector.shape, background.echo_db, np.float32) + background.texture_db * lumps
    attenuation = np.full(sector.shape, background.attenuation, np.float32)
    mirror = np.zeros(sector.shape, np.float32)
    patches: dict[tuple[int, ...], Points] = {}
    for part in parts:
        disc = plane.disc(part.shape)
        patch = sector.patch(disc, 1.0) if disc else None
        if patch is None:
            continue
        key = (patch[0].start, patch[0].stop, patch[1].start, patch[1].stop)
        if key not in patches:
            patches[key] = points.crop(*patch)
        fields = (scatter[patch], attenuation[patch], mirror[patch])
        _cover(fields, part, patches[key], lumps[patch], sector.range_step, _facing(part, plane))
    return Medium(decibels(scatter), attenuation, mirror, contact)


def _cover(
    fields: tuple[Array, Array, Array],
    part: Part,
    points: Points,
    lumps: Array,
    range_step: float,
    facing: float,
) -> None:
    """One part over what is there: scatter in dB, attenuation, mirror, changed in place.

    facing  how much of the part the beam's thickness leaves, 0..1
    """
    scatter, attenuation, mirror = fields
    distance = part.shape.distance(points)
    if distance.min() > 0.5:
        return
    material = part.material
    there = np.float32(facing) if part.weight is None else np.float32(facing) * part.weight(points)
    amount = np.clip(np.float32(0.5) - distance / np.float32(0.25), 0, 1) * there
    scatter += amount * (material.echo_db + material.texture_db * lumps - scatter)
    attenuation += amount * (material.attenuation - attenuation)
    mirror *= 1 - amount
    if material.mirror_db is not None:
        roughness = _MIRROR_ROUGHNESS_DB * lumps
        surface = np.exp(-np.square(distance / np.float32(_MIRROR_WIDTH_MM))) * there
        echo = (
            surface * _squareness(distance, range_step) * decibels(material.mirror_db + roughness)
        )
        np.maximum(mirror, echo, out=mirror)


def _squareness(distance: Array, range_step: float) -> Array:
    """The cosine between beam and surface normal to the fourth: 1 where they meet squarely."""
    cosine = np.clip(np.gradient(distance, np.float32(range_step), axis=0), -1, 1)
    result: Array = np.square(np.square(cosine))
    return result


def _facing(part: Part, plane: ScanPlane) -> float:
    """1 for a body; for a sheet, 1 cut at right angles and 0 seen face on."""
    return 1.0 if part.across is None else 1.0 - float(part.across @ plane.normal) ** 2


def decibels(level: Array) -> Array:
    """Amplitude of a level in dB."""
    result: Array = np.exp(level * np.float32(np.log(10) / 20))
    return result


Speckle = Callable[[int], NDArray[np.complex64]]  # the scatterers, (R, B), of look 0, 1, ...


def form_image(
    medium: Medium, sector: Sector, scanner: Scanner, speckle: Speckle, rng: np.random.Generator
) -> Array:
    """(R, B) grey values 0..1: propagate, blur by the point-spread function, detect, compress."""
    path = transmission(medium, sector, scanner)
    mirrors = point_spread(medium.mirror * path, sector, scanner, coherent=True)
    power = np.zeros(sector.shape, np.float32)
    for look in range(scanner.looks):
        scattered = in_two_planes(speckle(look)) * (medium.scatter * path)[..., None]
        echo = point_spread(scattered, sector, scanner, coherent=False)
        echo += electronic_noise(sector, scanner, rng)
        echo[..., 0] += mirrors
        power += np.square(echo).sum(axis=-1)
    return compress(np.sqrt(power / scanner.looks), scanner)


def transmission(medium: Medium, sector: Sector, scanner: Scanner) -> Array:
    """Amplitude left at each sample after the way there and back, against what TGC expects."""
    excess = medium.attenuation - np.float32(_SOFT_TISSUE_ATTENUATION)
    enhanced = np.where(excess < 0, excess * np.float32(scanner.enhancement), excess)
    loss_db = np.cumsum(enhanced, axis=0) * np.float32(
        2 * scanner.frequency_mhz * sector.range_step / 10
    )
    return medium.contact * decibels(-np.clip(loss_db, -14, 60))


def white_noise(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.complex64]:
    """Circular complex Gaussian scatterers of unit power."""
    pair = rng.standard_normal((*shape, 2), np.float32) * np.float32(np.sqrt(0.5))
    return pair.view(np.complex64)[..., 0]


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
    sharp = _blurred(field, axial, lateral, coherent)
    wide = _blurred(field, axial, 2 * lateral, coherent)
    mixed: Array = (1 - defocus) * sharp + defocus * wide
    if coherent:
        return mixed
    # the two blurs of one noise are correlated: keep unit power between them
    common = 2 * np.sqrt(np.float32(4 / 5))
    power = (1 - defocus) ** 2 + defocus**2 + common * defocus * (1 - defocus)
    mixed /= np.sqrt(power)
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
    """Log compression and grey map: 0..1, tissue (0 dB) at about two thirds of the range."""
    level = 20 * np.log10(envelope + np.float32(1e-6)) + np.float32(scanner.gain_db)
    grey = np.clip((level - 14) / np.float32(scanner.dynamic_range_db) + 1, 0, 1)
    if scanner.smoothing_px > 0.2:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), scanner.smoothing_px), np.float32)
    result: Array = np.power(grey, np.float32(scanner.gamma))
    return result
