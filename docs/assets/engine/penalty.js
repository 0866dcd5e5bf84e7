/**
 * What a loss adds for its weight, l1 · |weight| + l2 · weight²; it knows nothing of the samples.
 *
 * @typedef {{l1: number, l2: number}} Penalty
 */

/** @param {Penalty} loss @param {number} weight */
export const penalty = ({ l1, l2 }, weight) => l1 * Math.abs(weight) + l2 * weight * weight;

/** How it changes with the weight. @param {Penalty} loss @param {number} weight */
export const penaltySlope = ({ l1, l2 }, weight) => l1 * Math.sign(weight) + l2 * 2 * weight;
