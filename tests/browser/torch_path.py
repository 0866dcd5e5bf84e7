"""The explorer's settings as a training loop in torch, in float64."""

import itertools
import math

import torch
from torch import nn, optim

# Past where a mistake in an optimizer's state has shown itself, momentum's first swing and Adam's
# corrections included; each optimizer also takes a THOUSAND once.
STEPS = 300
THOUSAND = 1000
LOSSES = ["mse", "l1", "huber", "custom", "mse_l1_penalty", "mse_l2_penalty"]
OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw"]
DEFAULTS = {
    "loss": "mse",
    "optimizer": "sgd",
    "lr": 0.01,
    "w": -1.0,
    "b": 3.0,
    "steps": STEPS,
    "batch": 100,
    "delta": 1.0,
    "factor": 0.1,
    "momentum": 0.9,
    "beta1": 0.9,
    "beta2": 0.999,
    "weight_decay": 0.0,
    "zero_grad": "right",
    "broadcast": False,
}


def settings(**chosen) -> dict:
    """A complete setting of the explorer; what is not chosen is as on the page."""
    decay = 0.01 if chosen.get("optimizer") == "adamw" else 0.0
    return {**DEFAULTS, "weight_decay": decay, **chosen}


def torch_loss(setting: dict, model: nn.Linear):
    """The chosen loss as a reader writes it in torch."""
    mse, l1, factor = nn.MSELoss(), nn.L1Loss(), setting["factor"]
    return {
        "mse": mse,
        "l1": l1,
        "huber": nn.HuberLoss(delta=setting["delta"]),
        "custom": lambda y_pred, y: mse(y_pred, y) + factor * l1(y_pred, y),
        "mse_l1_penalty": lambda y_pred, y: mse(y_pred, y) + factor * model.weight.abs().sum(),
        "mse_l2_penalty": lambda y_pred, y: mse(y_pred, y) + factor * model.weight.pow(2).sum(),
    }[setting["loss"]]


def torch_optimizer(setting: dict, parameters) -> optim.Optimizer:
    """The chosen optimizer with torch's own defaults for all that the page does not offer."""
    common = {"lr": setting["lr"], "weight_decay": setting["weight_decay"]}
    momentum = {"momentum": setting["momentum"]}
    betas = {"betas": (setting["beta1"], setting["beta2"])}
    kind, more = {
        "sgd": (optim.SGD, {}),
        "momentum": (optim.SGD, momentum),
        "nesterov": (optim.SGD, {**momentum, "nesterov": True}),
        "rmsprop": (optim.RMSprop, {}),
        "adagrad": (optim.Adagrad, {}),
        "adam": (optim.Adam, betas),
        "adamw": (optim.AdamW, betas),
    }[setting["optimizer"]]
    return kind(parameters, **common, **more)


def torch_path(setting: dict, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Weight, bias, loss and both gradients after each step of a plain training loop.

    Returns:
        (step, 5) in float64; a gradient that is None is NaN.
    """
    model = nn.Linear(1, 1).double()
    nn.init.constant_(model.weight, setting["w"])
    nn.init.constant_(model.bias, setting["b"])
    loss_fn = torch_loss(setting, model)
    optimizer = torch_optimizer(setting, model.parameters())
    size = setting["batch"]
    batches = itertools.cycle(zip(x.split(size), y.split(size), strict=True))
    path = []
    for _ in range(setting["steps"]):
        x_batch, y_batch = next(batches)
        loss = loss_fn(model(x_batch), y_batch.squeeze(1) if setting["broadcast"] else y_batch)
        if setting["zero_grad"] == "right":
            optimizer.zero_grad()
        loss.backward()
        if setting["zero_grad"] == "between":
            optimizer.zero_grad()
        optimizer.step()
        grads = [math.nan if p.grad is None else p.grad.item() for p in model.parameters()]
        path.append([model.weight.item(), model.bias.item(), loss.item(), *grads])
    return torch.tensor(path, dtype=torch.float64)
