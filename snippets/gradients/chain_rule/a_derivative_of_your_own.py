"""A Function puts a slope where rounding stops the chain with a 0."""

import torch


class RoundStraightThrough(torch.autograd.Function):
    """Rounds forward, lets the gradient through on the way back."""

    @staticmethod
    def forward(ctx, number):
        """Return the rounded number."""
        return number.round()

    @staticmethod
    def backward(ctx, gradient):
        """Return it times a slope of 1: a choice, not the derivative."""
        return gradient


def gradient_with(rounding):
    w = torch.tensor(1.4, requires_grad=True)
    loss = (rounding(w) - 3) ** 2
    loss.backward()
    return w.grad.item()


plain = gradient_with(torch.round)
own = gradient_with(RoundStraightThrough.apply)
print(f"torch.round: w.grad {plain}")
#> torch.round: w.grad 0.0
print(f"RoundStraightThrough: w.grad {own}")
#> RoundStraightThrough: w.grad -4.0
