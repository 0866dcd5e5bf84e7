/**
 * The seven optimizers, each operation in torch's order and rounded where torch rounds. An instance
 * moves one parameter; its fields are what torch keeps in `optimizer.state` for it.
 */

class SGD {
  constructor(hyper) {
    this.hyper = hyper;
  }

  /** @returns {number} the parameter after one step */
  step(parameter, grad) {
    return this.move(parameter, this.decayed(parameter, grad));
  }

  /** As if the loss held weight_decay / 2 · parameter². */
  decayed(parameter, grad) {
    return fma(this.hyper.weight_decay, parameter, grad);
  }

  move(parameter, g) {
    return fma(-this.hyper.lr, g, parameter);
  }
}

class Momentum extends SGD {
  momentum_buffer = null;

  move(parameter, g) {
    return super.move(parameter, this.direction(g));
  }

  /** torch's momentum sums, it does not average: a steady gradient counts 1 / (1 − momentum) times. */
  direction(g) {
    const before = this.momentum_buffer;
    return (this.momentum_buffer = before === null ? g : this.hyper.momentum * before + g);
  }
}

class Nesterov extends Momentum {
  direction(g) {
    return fma(this.hyper.momentum, super.direction(g), g);
  }
}

class RMSprop extends SGD {
  square_avg = 0;

  move(parameter, g) {
    this.square_avg = fma((1 - 0.99) * g, g, 0.99 * this.square_avg);
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.square_avg) + 1e-8);
  }
}

class Adagrad extends SGD {
  sum = 0;

  move(parameter, g) {
    this.sum = fma(g, g, this.sum);
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.sum) + 1e-10);
  }
}

class Adam extends SGD {
  steps = 0;
  exp_avg = 0;
  exp_avg_sq = 0;

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
  /** The decay goes past the averages, straight to the parameter. */
  step(parameter, grad) {
    const { lr, weight_decay } = this.hyper;
    return this.move(parameter * (1 - lr * weight_decay), grad);
  }
}

/** torch.lerp, which measures from the nearer end. */
function lerp(start, end, weight) {
  return weight < 0.5 ? fma(weight, end - start, start) : fma(start - end, 1 - weight, end);
}

/** a · b + c rounded once, as processors do it for torch. */
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

/** A number's first 26 bits of 53: the products of halves are exact. */
function upperHalf(number) {
  const far = number * (2 ** 27 + 1);
  return far - (far - number);
}

export const optimizers = {
  sgd: SGD,
  momentum: Momentum,
  nesterov: Nesterov,
  rmsprop: RMSprop,
  adagrad: Adagrad,
  adam: Adam,
  adamw: AdamW,
};
