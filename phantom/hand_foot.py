"""The far ends of the limbs: a hand with five fingers, a foot with five toes, and their bones."""

import numpy as np

from phantom.shapes import Blend, Capsule, Frame, Shape, Vector, rotation


def build_hand(
    body: Frame, wrist: Vector, forward: Vector, across: Vector, length: float, spread: float
) -> tuple[Shape, Shape]:
    """Palm with four fingers and a thumb, `length` from wrist to the longest tip; its bones."""
    facing = np.cross(across, forward)
    flesh: list[Shape] = [
        Capsule(
            body,
            wrist + 0.02 * length * forward + k * 0.07 * length * across,
            wrist + 0.42 * length * forward + k * 0.155 * length * across,
            0.10 * length,
            0.095 * length,
        )
        for k in (-1, 0, 1)
    ]
    bones: list[Shape] = []
    for k, share in ((-1.5, 0.8), (-0.5, 0.97), (0.5, 1.0), (1.5, 0.86)):
        way = rotation(facing, -k * spread) @ forward
        knuckle = wrist + 0.48 * length * forward + k * 0.135 * length * across
        tip = knuckle + 0.46 * length * share * way
        flesh.append(Capsule(body, knuckle, tip, 0.054 * length, 0.045 * length))
        base = wrist + 0.2 * length * forward + k * 0.08 * length * across
        bones += _phalanges(body, base, knuckle, tip, 0.032 * length)
    base = wrist + 0.12 * length * forward + 0.15 * length * across
    knuckle = base + 0.20 * length * (rotation(facing, -0.7) @ forward)
    tip = knuckle + 0.22 * length * (rotation(facing, -0.45 - spread) @ forward)
    flesh.append(Capsule(body, base, knuckle, 0.08 * length, 0.065 * length))
    flesh.append(Capsule(body, knuckle, tip, 0.062 * length, 0.055 * length))
    bones += _phalanges(body, base, knuckle, tip, 0.03 * length)
    return Blend(tuple(flesh), 0.02 * length), Blend(tuple(bones))


def build_foot(
    body: Frame, ankle: Vector, calf: Vector, forward: Vector, across: Vector, length: float
) -> tuple[Vector, Shape, Shape]:
    """The middle of the heel; heel, sole and toes, `length` over all; and its bones."""
    sole = np.cross(across, forward)
    sole *= np.sign(sole @ calf) or 1.0
    low = ankle + 0.07 * length * sole
    heel = low - 0.16 * length * forward
    flesh: list[Shape] = [Capsule(body, ankle, heel, 0.12 * length, 0.12 * length)]
    bones: list[Shape] = []
    for k in (-1.0, 1.0):
        ball = low + 0.46 * length * forward + k * 0.10 * length * across
        flesh.append(Capsule(body, heel, ball, 0.115 * length, 0.09 * length))
        flesh.append(Capsule(body, ankle, ball, 0.12 * length, 0.08 * length))
    for k in (-2, -1, 0, 1, 2):
        base = low + 0.47 * length * forward + k * 0.078 * length * across
        tip = base + (0.19 - 0.022 * (k + 2)) * length * (forward + 0.06 * k * across)
        flesh.append(Capsule(body, base, tip, 0.045 * length, 0.04 * length))
        middle = low + 0.15 * length * forward + k * 0.04 * length * across
        bones.append(
            Capsule(body, middle, base - 0.05 * length * forward, 0.03 * length, 0.025 * length)
        )
        bones.append(
            Capsule(body, base + 0.02 * length * forward, tip, 0.022 * length, 0.02 * length)
        )
    return heel, Blend(tuple(flesh), 0.05 * length), Blend(tuple(bones))


def _phalanges(
    body: Frame, base: Vector, knuckle: Vector, tip: Vector, radius: float
) -> list[Shape]:
    """The bone of the palm, and two of the finger, with gaps between them."""
    finger = tip - knuckle
    return [
        Capsule(body, base, base + 0.85 * (knuckle - base), radius, radius),
        Capsule(body, knuckle + 0.08 * finger, knuckle + 0.42 * finger, radius, radius),
        Capsule(body, knuckle + 0.6 * finger, knuckle + 0.85 * finger, 0.8 * radius, 0.8 * radius),
    ]
