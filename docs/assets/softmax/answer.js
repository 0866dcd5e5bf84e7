/** What cross-entropy makes of the logits of one sample. */

/**
 * The classes' probabilities, the loss, and its gradient for each logit: p − y.
 *
 * @param {number[]} logits
 * @param {number} label the right class
 */
export function answer(logits, label) {
  const most = Math.max(...logits); // taken away first, no exponential overflows
  const exponentials = logits.map((logit) => Math.exp(logit - most));
  const sum = exponentials.reduce((all, one) => all + one);
  const probabilities = exponentials.map((one) => one / sum);
  const gradient = probabilities.map((p, k) => p - Number(k === label));
  return { probabilities, gradient, loss: Math.log(sum) + most - logits[label] };
}
