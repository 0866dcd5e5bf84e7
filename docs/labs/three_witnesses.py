# %% [markdown]
# # Three witnesses
#
# `backward()` says how the loss changes with each parameter. Is it right? Two other witnesses can
# tell, and neither uses the graph: pencil and paper, and the loss itself, asked at two places.

# %% [markdown]
# ## The model and the data <a id="the-case"></a>
#
# This lab runs [the linear script](../linear_regression.md) as it stands, and goes on with what the
# script leaves: its data, its trained model and its loss.

# %%
from runpy import run_path

import matplotlib.pyplot as plt
import torch

run = run_path("linear_regression.py")
x, y, model, loss_fn = run["x"], run["y"], run["model"], run["loss_fn"]

# %% [markdown]
# ## First witness: autograd
#
# The gradients that the script left in `.grad` are a step old: the optimizer has moved the
# parameters since. So clear them, and compute them for the parameters as they are now.

# %%
model.zero_grad()
loss = loss_fn(model(x), y)
loss.backward()
autograd = model.weight.grad.item(), model.bias.grad.item()

# %% [markdown]
# ## Second witness: the derivative by hand <a id="second-witness-a-pencil"></a>
#
# Write $e_i = w x_i + b - y_i$ for the error of sample $i$. The loss is the mean of the squares,
# and the chain rule gives its two partial derivatives:
#
# $$
# L(w, b) = \frac{1}{n} \sum_{i=1}^{n} e_i^2
# \qquad
# \frac{\partial L}{\partial w} = \frac{2}{n} \sum_{i=1}^{n} e_i x_i
# \qquad
# \frac{\partial L}{\partial b} = \frac{2}{n} \sum_{i=1}^{n} e_i
# $$
#
# The next cell computes them in float64, which has more than twice the digits of the script's
# float32.

# %%
x64, y64 = x.double(), y.double()  # (sample=100, feature=1) each
w = model.weight.detach().double().squeeze()
b = model.bias.detach().double().squeeze()

error = w * x64 + b - y64
by_hand = (2 * error * x64).mean().item(), (2 * error).mean().item()

# %% [markdown]
# ## Third witness: a finite difference <a id="third-witness-the-loss-twice"></a>
#
# The slowest witness uses no calculus. It moves one parameter by a step $h$ to either side,
# computes the loss at both places, and divides the change of the loss by the distance. This is the
# *central difference*:
#
# $$
# \frac{\partial L}{\partial w} \approx \frac{L(w + h, b) - L(w - h, b)}{2h}
# $$


# %%
def loss_at(w, b):
    """The script's loss at this weight and bias, in their precision."""
    return loss_fn(w * x.to(w.dtype) + b, y.to(w.dtype))


h = 1e-3
by_difference = (
    ((loss_at(w + h, b) - loss_at(w - h, b)) / (2 * h)).item(),
    ((loss_at(w, b + h) - loss_at(w, b - h)) / (2 * h)).item(),
)

# %% [markdown]
# **Predict, then run.** To how many digits do the three agree? Which two agree best?

# %%
witnesses = {
    "autograd": autograd,
    "pencil": by_hand,
    "difference": by_difference,
}
print("            dL/dw        dL/db        off by")
for name, (dw, db) in witnesses.items():
    off = max(abs(dw - by_hand[0]), abs(db - by_hand[1]))
    print(f"{name:10}  {dw:+.8f}  {db:+.8f}  {off:.0e}")

# %% [markdown]
# All three agree; the last column is the distance to `pencil`, the derivative by hand. Autograd is
# no approximation: it applies the same rule, and is off only where float32 ends. The difference
# comes closer still, because it was computed in float64 and because this loss is a parabola.
#
# ## How small a step? Truncation error and round-off <a id="how-small-a-step"></a>
#
# A derivative is the limit for a step that shrinks to 0. So take the cheaper *forward
# difference*, which needs only one more loss,
#
# $$
# \frac{\partial L}{\partial w} \approx \frac{L(w + h, b) - L(w, b)}{h}
# $$
#
# and shrink the step. **Predict, then run.** Of the steps $10^{-2}$, $10^{-4}$ and $10^{-8}$, which
# is the best in float32? And in float64?

# %%
#| fig-cap: Look for the bottom of each V. Right of it the step is too long, left of it too short.
#| fig-alt: >
#|   Error of the forward difference against the step, on log scales, in float32 and in float64.
#|   From the right, both errors fall in proportion to the step along the prediction. Float32 turns
#|   first and climbs to a flat roof; float64 goes on down, turns at a much shorter step, and climbs
#|   to the same roof.
steps = [10.0**-k for k in range(17)]
styles = {
    torch.float32: {"ls": ":", "marker": "o"},
    torch.float64: {"ls": "-", "marker": "s"},
}


def forward(h, w, b):
    return (loss_at(w + h, b) - loss_at(w, b)) / h


def errors(difference, dtype):
    """The distance to the pencil's dL/dw, for each step."""
    found = [difference(h, w.to(dtype), b.to(dtype)) for h in steps]
    return [abs(dw.item() - by_hand[0]) for dw in found]


def plot(errors):
    for dtype, style in styles.items():
        plt.plot(steps, errors[dtype], "C1", label=dtype, **style)
    plt.xscale("log")
    plt.yscale("log", nonpositive="mask")  # no place for an error of zero
    plt.xlabel("step h")
    plt.ylabel("error of the gradient")
    plt.legend()
    plt.show()


forward_errors = {dtype: errors(forward, dtype) for dtype in styles}
mean_square = (x64**2).mean().item()
too_long = [h * mean_square for h in steps]

plt.plot(steps, too_long, "C1", lw=8, alpha=0.25, label="too long")
plt.ylim(1e-14, 1e2)
plot(forward_errors)

# %% [markdown]
# **Too long** (the right arm): the loss bends away from its slope. With $\overline{x^2}$ for the
# mean of the squared samples, this loss is exactly
#
# $$
# L(w + h, b) = L(w, b) + h\,\frac{\partial L}{\partial w} + h^2\,\overline{x^2},
# $$
#
# so the forward difference is wrong by $h\,\overline{x^2}$. The broad line shows this error; it is
# no fit, it was computed from the data. The name for this error is *truncation error*.
#
# **Too short** (the left arm): the two losses share nearly all of their digits, and subtracting
# them leaves the digits that rounding has spoiled. A loss is stored to about $\varepsilon L$, where
# $\varepsilon$ is the spacing of the numbers right above 1. Divided by $h$, that is an error near
# $\varepsilon L / h$. The name for this error is *round-off*. It jumps as rounding goes up or down.
#
# **The roof**: at last $w + h$ is rounded back to $w$. The loss does not change at all, the
# difference is zero, and its error is the whole gradient.
#
# The bottom lies where the arms cross, $h\,\overline{x^2} = \varepsilon L / h$, so near
# $h = \sqrt{\varepsilon L / \overline{x^2}}$. This is an estimate: expect the right power of ten,
# or its neighbour.

# %%
print("               predicted  best   error there")
for dtype, found in forward_errors.items():
    eps = torch.finfo(dtype).eps
    predicted = (eps * loss.item() / mean_square) ** 0.5
    best = steps[found.index(min(found))]
    print(f"{dtype}  {predicted:.0e}      {best:.0e}  {min(found):.0e}")

# %% [markdown]
# About half of the digits are lost, even at the best step: the root of $\varepsilon$ is the price
# of subtracting.
#
# ## The central difference <a id="one-arm-less"></a>
#
# The central difference steps to both sides. **Predict, then run.** The loss over the weight is a
# parabola. Which arm does the V lose?


# %%
#| fig-cap: No right arm. Stepping to both sides, no step is too long for a parabola.
#| fig-alt: >
#|   Error of the central difference against the step, on log scales, in float32 and in float64. At
#|   the longest step both errors are as small as the precision allows; they only grow as the step
#|   shrinks, up to the same roof as before.
def central(h, w, b):
    return (loss_at(w + h, b) - loss_at(w - h, b)) / (2 * h)


central_errors = {dtype: errors(central, dtype) for dtype in styles}
plot(central_errors)

# %% [markdown]
# In $L(w + h, b) - L(w - h, b)$ the term $h^2\,\overline{x^2}$ stands twice, once with each sign,
# and cancels. A parabola has no other bend, so only round-off is left, and the longest steps
# are among the best. A mark that is missing is an error of exactly zero.
#
# That is special: mean squared error of a *linear* model is a parabola, and few other losses are.
# In general the central difference loses only the part of the truncation error that grows like $h$.
# A part that grows like $h^2$ stays, and with it a V.
#
# ## When to use finite differences <a id="whom-to-call"></a>
#
# A finite difference needs at least one more loss for every number in the parameters. `backward()`
# finds all the gradients in one walk back through the graph, to the last digits. So models are
# trained by autograd. Use finite differences to check a derivative that you wrote yourself, such as
# that of a `torch.autograd.Function`. In PyTorch this check is `gradcheck`. It asks for float64,
# for the reason that you have seen:

# %%
here = w.clone().requires_grad_(), b.clone().requires_grad_()
print("gradcheck passes:", torch.autograd.gradcheck(loss_at, here))

# %% [markdown]
# **Try it.** Download the lab, and put `torch.nn.HuberLoss(delta=0.1)` in the place of `loss_fn`.
# The formula above is not for that loss: take autograd in float64 instead. Which arm comes back to
# the central difference, and from which step on?
