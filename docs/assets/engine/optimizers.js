/**
 * The seven optimizers, each operation in torch's order and rounded where torch rounds. An instance
 * moves one parameter; its fields are what torch keeps in `optimizer.state` for it.
 *
 * @typedef {object} Hyperparameters
 * @property {number} lr
 * @property {number} momentum  of SGD with momentum and Nesterov
 * @property {number} beta1  of Adam and AdamW: how much of the mean gradient is kept
 * @property {number} beta2  the same for the mean squared gradient
 * @property {number} weight_decay
 */

export class SGD {
  /** @param {Hyperparameters} hyper */
  constructor(hyper) {
    this.hyper = hyper;
  }

  /**
   * The parameter after one step.
   *
   * @param {number} parameter
   * @param {number} grad
   * @returns {number}
   */
  step(parameter, grad) {
    return this.move(parameter, this.decayed(parameter, grad));
  }

  /**
   * The gradient with weight decay as all but AdamW know it: as if the loss held
   * weight_decay / 2 · parameter².
   *
   * @param {number} parameter
   * @param {number} grad
   */
  decayed(parameter, grad) {
    return fma(this.hyper.weight_decay, parameter, grad);
  }

  /**
   * The parameter moved along a gradient that has its weight decay.
   *
   * @param {number} parameter
   * @param {number} g
   * @returns {number}
   */
  move(parameter, g) {
    return fma(-this.hyper.lr, g, parameter);
  }
}

export class Momentum extends SGD {
  /** @type {number | null} */
  momentum_buffer = null;

  /** @override @param {number} parameter @param {number} g */
  move(parameter, g) {
    return super.move(parameter, this.direction(g));
  }

  /**
   * torch's momentum sums, it does not average: a steady gradient counts 1 / (1 − momentum) times.
   *
   * @param {number} g
   */
  direction(g) {
    const before = this.momentum_buffer;
    this.momentum_buffer = before === null ? g : this.hyper.momentum * before + g;
    return this.momentum_buffer;
  }
}

class Nesterov extends Momentum {
  /** Looks ahead along the buffer. @override @param {number} g */
  direction(g) {
    return fma(this.hyper.momentum, super.direction(g), g);
  }
}

export class RMSprop extends SGD {
  square_avg = 0;

  /** @override @param {number} parameter @param {number} g */
  move(parameter, g) {
    this.square_avg = fma((1 - 0.99) * g, g, 0.99 * this.square_avg);
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.square_avg) + 1e-8);
  }
}

export class Adagrad extends SGD {
  sum = 0;

  /** @override @param {number} parameter @param {number} g */
  move(parameter, g) {
    this.sum = fma(g, g, this.sum);
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.sum) + 1e-10);
  }
}

export class Adam extends SGD {
  steps = 0;
  exp_avg = 0;
  exp_avg_sq = 0;

  /** @override @param {number} parameter @param {number} g */
  move(parameter, g) {
    const { lr, beta1, beta2 } = this.hyper;
    this.steps += 1;
    this.exp_avg = lerp(this.exp_avg, g, 1 - beta1);
    this.exp_avg_sq = fma((1 - beta2) * g, g, beta2 * this.exp_avg_sq);
    // Both averages start at 0; the divisors make up for it.
    const stepSize = lr / (1 - beta1 ** this.steps);
    const root = Math.sqrt(this.exp_avg_sq) / Math.sqrt(1 - beta2 ** this.steps);
    return parameter + (-stepSize * this.exp_avg) / (root + 1e-8);
  }
}

class AdamW extends Adam {
  /**
   * The decay goes past the averages, straight to the parameter.
   *
   * @override
   * @param {number} parameter
   * @param {number} grad
   */
  step(parameter, grad) {
    const { lr, weight_decay } = this.hyper;
    return this.move(parameter * (1 - lr * weight_decay), grad);
  }
}

/**
 * torch.lerp, which measures from the nearer end.
 *
 * @param {number} start
 * @param {number} end
 * @param {number} weight
 */
function lerp(start, end, weight) {
  return weight < 0.5 ? fma(weight, end - start, start) : fma(start - end, 1 - weight, end);
}

/**
 * a · b + c rounded once, as processors do it for torch.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} c
 */
function fma(a, b, c) {
  const ah = upperHalf(a);
  const bh = upperHalf(b);
  const al = a - ah;
  const bl = b - bh;
  const product = a * b;
  const sum = product + c;
  const added = sum - product;
  // What rounding took, if the numbers are not too great to tell.
  return sum + (product - (sum - added) + (c - added) + (ah * bh - product + ah * bl + al * bh + al * bl) || 0);
}

/** A number's first 26 bits of 53: the products of halves are exact. @param {number} number */
function upperHalf(number) {
  const far = number * (2 ** 27 + 1);
  return far - (far - number);
}

/** By their names in the address. */
export const optimizers = {
  sgd: SGD,
  momentum: Momentum,
  nesterov: Nesterov,
  rmsprop: RMSprop,
  adagrad: Adagrad,
  adam: Adam,
  adamw: AdamW,
};
