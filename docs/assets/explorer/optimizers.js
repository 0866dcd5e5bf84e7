/**
 * The seven optimizers, each operation in torch's order, so that both round alike.
 *
 * An optimizer treats every parameter by itself: one instance moves one parameter, and its fields
 * are what torch keeps in `optimizer.state` for it, under the same names.
 */

class SGD {
  constructor(hyper) {
    this.hyper = hyper;
  }

  /** @returns {number} the parameter after one step */
  step(parameter, grad) {
    return parameter - this.hyper.lr * this.decayed(parameter, grad);
  }

  /** As if the loss held weight_decay / 2 · parameter². */
  decayed(parameter, grad) {
    const { weight_decay } = this.hyper;
    return weight_decay === 0 ? grad : grad + weight_decay * parameter;
  }
}

class Momentum extends SGD {
  momentum_buffer = null;

  step(parameter, grad) {
    const { lr } = this.hyper;
    return parameter - lr * this.direction(this.decayed(parameter, grad));
  }

  /** torch's momentum sums, it does not average: a steady gradient counts 1 / (1 − momentum) times. */
  direction(grad) {
    const before = this.momentum_buffer;
    this.momentum_buffer = before === null ? grad : this.hyper.momentum * before + grad;
    return this.momentum_buffer;
  }
}

class Nesterov extends Momentum {
  direction(grad) {
    return grad + this.hyper.momentum * super.direction(grad);
  }
}

class RMSprop extends SGD {
  square_avg = 0;

  step(parameter, grad) {
    const g = this.decayed(parameter, grad);
    this.square_avg = 0.99 * this.square_avg + (1 - 0.99) * g * g;
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.square_avg) + 1e-8);
  }
}

class Adagrad extends SGD {
  sum = 0;

  step(parameter, grad) {
    const g = this.decayed(parameter, grad);
    this.sum += g * g;
    return parameter + (-this.hyper.lr * g) / (Math.sqrt(this.sum) + 1e-10);
  }
}

class Adam extends SGD {
  steps = 0;
  exp_avg = 0;
  exp_avg_sq = 0;

  step(parameter, grad) {
    return this.move(parameter, this.decayed(parameter, grad));
  }

  move(parameter, g) {
    const { lr, beta1, beta2 } = this.hyper;
    this.steps += 1;
    this.exp_avg = lerp(this.exp_avg, g, 1 - beta1);
    this.exp_avg_sq = beta2 * this.exp_avg_sq + (1 - beta2) * g * g;
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
  return weight < 0.5 ? start + weight * (end - start) : end - (end - start) * (1 - weight);
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
