"""Four questions to each parameter find the broken link from loss to step."""

import torch
from torch import nn, optim

torch.manual_seed(7)

x = torch.randn(100, 1)  # (sample=100, feature=1)
y = 2 * x + 1

model = nn.ModuleDict({name: nn.Linear(1, 1, bias=False) for name in "abcd"})
model["norm"] = nn.BatchNorm1d(1, affine=False)
optimizer = optim.SGD(model.parameters(), lr=0.1)
model["b"].requires_grad_(False)  # five faults: frozen,
model["d"] = nn.Linear(1, 1, bias=False)  # replaced after the optimizer,
model.others = [nn.Linear(1, 1)]  # in a plain list,


def compute_loss():
    y_pred = model["a"](x) + model["b"](x) + model["d"](x)
    y_pred = y_pred + model["c"](x).detach()  # cut off,
    y_pred = y_pred + model["norm"](x)  # and still in training mode
    return nn.functional.mse_loss(y_pred + model.others[0](x), y)


def ask(model, optimizer, compute_loss):
    """Make one step, and tell what happened to each parameter and buffer."""
    tensors = dict([*model.named_parameters(), *model.named_buffers()])
    before = {name: tensor.clone() for name, tensor in tensors.items()}
    held = {p for group in optimizer.param_groups for p in group["params"]}

    model.zero_grad()  # the optimizer's would leave what it does not hold
    compute_loss().backward()
    optimizer.step()

    for name, tensor in tensors.items():
        old = before[name]
        moved = "-" if tensor.equal(old) else state(tensor - old)
        if isinstance(tensor, nn.Parameter):
            needs = "yes" if tensor.requires_grad else "-"
            holds = "yes" if tensor in held else "-"
            yield needs, state(tensor.grad), holds, moved, name
        elif moved != "-":
            yield "buffer", "", "", moved, name
    for name in not_listed(model):
        yield "no parameter", "", "", "", name


def state(numbers):
    """Whether there are numbers, and they are neither nan nor all 0."""
    if numbers is None:
        return "-"
    if not numbers.isfinite().all():
        return "nan"
    return "yes" if numbers.any() else "0"


def not_listed(model):
    """What modules keep in plain attributes, where parameters() never looks."""
    for path, module in model.named_modules():
        for name, kept in vars(module).items():
            items = kept.values() if isinstance(kept, dict) else kept
            items = items if isinstance(kept, dict | list | tuple) else [kept]
            found = [isinstance(i, nn.Module | torch.Tensor) for i in items]
            if any(found) and not name.startswith("_"):
                yield f"{path}.{name}".strip(".")


print("requires_grad  .grad  held  moved")
#> requires_grad  .grad  held  moved
for needs, grad, held, moved, name in ask(model, optimizer, compute_loss):
    print(f"{needs:13}  {grad:5}  {held:4}  {moved:5}  {name}")
    #> yes            yes    yes   yes    a.weight
    #> -              -      yes   -      b.weight
    #> yes            -      yes   -      c.weight
    #> yes            yes    -     -      d.weight
    #> buffer                      yes    norm.running_mean
    #> buffer                      yes    norm.running_var
    #> buffer                      yes    norm.num_batches_tracked
    #> no parameter                       others
