# %% [markdown]
# # Three witnesses
#
# `backward()` says how the loss changes with each parameter. Is it right? Two other witnesses can
# tell, and neither has seen the graph: a pencil, and the loss itself, asked at two places.

# %% [markdown]
# ## The case
#
# This lab runs [the linear script](../linear_regression.md) as it stands, and takes over what the
# script leaves behind: its data, its trained model and its loss.

# %%
from runpy import run_path

import matplotlib.pyplot as plt
import torch

run = run_path("linear_regression.py")
x, y, model, loss_fn = (run[name] for name in ("x", "y", "model", "loss_fn"))

# %% [markdown]
# ## First witness: autograd
#
# The gradients that the script left in `.grad` are a step old: the optimizer has moved the
# parameters since. So clear them and ask again, here.

# %%
model.zero_grad()
loss = loss_fn(model(x), y)
loss.backward()
autograd = model.weight.grad.item(), model.bias.grad.item()

# %% [markdown]
# ## Second witness: a pencil
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
# Computed in float64, which carries more than twice the digits of the script's float32.

# %%
x64, y64 = x.double(), y.double()  # (sample=100, feature=1) each
w, b = model.weight.detach().double().squeeze(), model.bias.detach().double().squeeze()

error = w * x64 + b - y64
by_hand = (2 * error * x64).mean().item(), (2 * error).mean().item()

# %% [markdown]
# ## Third witness: the loss, twice
#
# The slowest witness knows no calculus. It moves one parameter a step $h$ to either side, asks
# for the loss twice, and divides the rise by the run. This is the *central difference*:
#
# $$
# \frac{\partial L}{\partial w} \approx \frac{L(w + h, b) - L(w - h, b)}{2h}
# $$


# %%
def loss_at(w, b):
    """The script's loss for this weight and bias, computed in their precision."""
    return loss_fn(w * x.to(w.dtype) + b, y.to(w.dtype))


h = 1e-3
by_difference = (
    ((loss_at(w + h, b) - loss_at(w - h, b)) / (2 * h)).item(),
    ((loss_at(w, b + h) - loss_at(w, b - h)) / (2 * h)).item(),
)

# %% [markdown]
# **Predict, then run.** To how many digits do the three agree? Which two agree best?

# %%
witnesses = {"autograd": autograd, "pencil": by_hand, "difference": by_difference}
print("            dL/dw        dL/db")
for name, (dw, db) in witnesses.items():
    print(f"{name:10}  {dw:+.8f}  {db:+.8f}")
print()
for name in ("autograd", "difference"):
    apart = max(abs(found - exact) for found, exact in zip(witnesses[name], by_hand, strict=True))
    print(f"{name:10}  from the pencil by {apart:.0e} at most")

# %% [markdown]
# They tell one story. Autograd differs only where float32 ends: it is no approximation, it
# applies the pencil's rule. The difference comes closer still, because it was computed in
# float64.
#
# ## How small a step?
#
# A derivative is the limit for a step that shrinks to nothing. So take the cheaper *forward
# difference*, which needs only one more loss,
#
# $$
# \frac{\partial L}{\partial w} \approx \frac{L(w + h, b) - L(w, b)}{h}
# $$
#
# and shrink the step. **Predict, then run.** Of the steps $10^{-2}$, $10^{-4}$ and $10^{-8}$,
# which is the best in float32? And in float64?

# %%
#| fig-cap: Look for the bottom of each V. Right of it the step is too long, left of it too short.
#| fig-alt: >
#|   Error of the forward difference against the step, on log scales, in float32 and in float64.
#|   From the right, both errors fall in proportion to the step along the dashed prediction.
#|   Float32 turns first and climbs to a flat roof; float64 goes on down, turns at a much shorter
#|   step, and climbs to the same roof.
steps = [10.0**-k for k in range(17)]
styles = {torch.float32: ("float32", "o:"), torch.float64: ("float64", "s-")}


def forward(h, w, b):
    return (loss_at(w + h, b) - loss_at(w, b)) / h


def errors(difference, dtype):
    """How far the difference is from the pencil's gradient, for each step."""
    return [abs(difference(h, w.to(dtype), b.to(dtype)).item() - by_hand[0]) for h in steps]


forward_errors = {dtype: errors(forward, dtype) for dtype in styles}
curvature = (x64**2).mean().item()  # half the second derivative of the loss by the weight

figure, axes = plt.subplots()
axes.loglog(steps, [curvature * h for h in steps], "C3--", label="too long: predicted")
for dtype, (name, style) in styles.items():
    axes.loglog(steps, forward_errors[dtype], f"C1{style}", label=name, markersize=4)
axes.set(xlabel="step h", ylabel="error of the gradient", ylim=(1e-10, 1e2))
axes.legend()
plt.show()

# %% [markdown]
# **Too long** (the right arm): the loss bends away from its slope. With $\overline{x^2}$ for the
# mean of the squared samples, this loss is exactly
#
# $$
# L(w + h, b) = L(w, b) + h\,\frac{\partial L}{\partial w} + h^2\,\overline{x^2},
# $$
#
# so the forward difference is wrong by $h\,\overline{x^2}$. That is the dashed line, and no fit:
# it was computed from the data. The name for it is *truncation error*.
#
# **Too short** (the left arm): the two losses share nearly all of their digits, and subtracting
# them leaves the digits that rounding has spoiled. A loss is stored to about $\varepsilon L$,
# where $\varepsilon$ is the spacing of the numbers next to 1; dividing by $h$ makes of it an
# error near $\varepsilon L / h$. The name for it is *round-off*. It jumps about, as rounding goes
# up or down.
#
# **The roof**: at last $w + h$ is rounded back to $w$. The loss does not change at all, the
# difference is zero, and its error is the whole gradient.
#
# The bottom lies where the arms cross, $h\,\overline{x^2} = \varepsilon L / h$, so near $h =
# \sqrt{\varepsilon L / \overline{x^2}}$. This is an estimate: expect the right power of ten, or
# its neighbour.

# %%
print("         step               error")
print("         predicted  best    at best")
for dtype, (name, _) in styles.items():
    predicted = (torch.finfo(dtype).eps * loss.item() / curvature) ** 0.5
    smallest = min(forward_errors[dtype])
    best = steps[forward_errors[dtype].index(smallest)]
    print(f"{name}  {predicted:.0e}      {best:.0e}   {smallest:.0e}")

# %% [markdown]
# Half of the digits are lost, at best: the root of $\varepsilon$ is what one pays for
# subtracting.
#
# ## One arm less
#
# The central difference steps to both sides. **Predict, then run.** The loss over the weight is a
# parabola. Which arm does the V lose?


# %%
#| fig-cap: No right arm. Stepping to both sides, no step is too long for a parabola.
#| fig-alt: >
#|   Error of the central difference against the step, on log scales, in float32 and in float64.
#|   At the longest step both errors are as small as the precision allows; they only grow as the
#|   step shrinks, up to the same roof as before.
def central(h, w, b):
    return (loss_at(w + h, b) - loss_at(w - h, b)) / (2 * h)


central_errors = {dtype: errors(central, dtype) for dtype in styles}

figure, axes = plt.subplots()
for dtype, (name, style) in styles.items():
    # An error of exactly zero has no place on a log scale: its mark is missing.
    axes.loglog(
        steps, central_errors[dtype], f"C1{style}", label=name, markersize=4, nonpositive="mask"
    )
axes.set(xlabel="step h", ylabel="error of the gradient", ylim=(1e-18, 1e2))
axes.legend()
plt.show()

# %% [markdown]
# In $L(w + h, b) - L(w - h, b)$ the term $h^2\,\overline{x^2}$ stands twice, once with each sign,
# and is gone. Nothing else bends in a parabola, so only round-off is left, and the longest step
# is among the best.
#
# That is luck, not a rule: mean squared error of a *linear* model is a parabola, and few other
# losses are. In general the central difference loses only the part of the truncation error that
# grows like $h$; a part that grows like $h^2$ stays, and with it a V.
#
# ## Whom to call
#
# A finite difference asks for at least one more loss for every parameter, and is worth half the
# digits or so. `backward()` finds all the gradients in one go back through the graph, to the last
# digits. So models are trained by autograd, and finite differences are called when autograd
# itself is in doubt, such as after writing a `torch.autograd.Function`. PyTorch brings this
# witness along, and it insists on float64 for the reason that you have seen:

# %%
parameters = w.clone().requires_grad_(), b.clone().requires_grad_()
print("gradcheck passes:", torch.autograd.gradcheck(loss_at, parameters))

# %% [markdown]
# **Try it.** Download the lab, and put `torch.nn.HuberLoss(delta=0.1)` in the place of `loss_fn`.
# The pencil does not know that loss: let autograd in float64 stand in for it. Which arm comes
# back to the central difference, and from which step on?
