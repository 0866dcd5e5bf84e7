"""What the tests of test_my_loop.py, in the same folder, catch."""

from pathlib import Path

SOURCE = Path(__file__).with_name("test_my_loop.py").read_text("utf-8")

BROKEN = {
    "nothing": ("", ""),
    "no zero_grad()": ("    optimizer.zero_grad()\n", ""),
    "no step()": ("    optimizer.step()\n", ""),
    "no backward()": ("    loss.backward()\n", ""),
    "loss detached": ("loss = loss_of(model, x, y)", "loss = loss.detach()"),
    "the last layer alone in the optimizer": (
        "optim.SGD(model.parameters()",
        "optim.SGD(model[3].parameters()",
    ),
    "the optimizer of a copy": (
        "optim.SGD(model.parameters()",
        "optim.SGD(copy.deepcopy(model).parameters()",
    ),
    "each gradient is 0": ("nn.ReLU()", "nn.Threshold(99, 0)"),
    "learning rate too small": ("lr=0.1", "lr=0.0001"),
    "learning rate too large": ("lr=0.1", "lr=30"),
    "softmax before the loss": ("(model(x), y)", "(model(x).softmax(1), y)"),
    "labels of other samples": ("+ noise, y", "+ noise, y.roll(1)"),
    "weights too large at the start": (
        "    return model, optim",
        "    model[3].weight.data *= 100\n    return model, optim",
    ),
    "statistics of the batch": (
        "nn.Dropout(0.1)",
        "nn.BatchNorm1d(32, track_running_stats=False)",
    ),
    "eval() forgotten": ("    model.eval()\n", ""),
    "train() forgotten": ("    model.train()\n", ""),
    "the optimizer's state not resumed": (
        "    optimizer.load_state_dict(saved[1])\n",
        "",
    ),
    "saved by reference": (
        "copy.deepcopy([model.state_dict(), optimizer.state_dict()])",
        "[model.state_dict(), optimizer.state_dict()]",
    ),
}


def failures(source):
    """The numbers of the tests that fail, in their order in the file."""
    names = {}
    exec(source, names)
    tests = [test for name, test in names.items() if name.startswith("test_")]
    failed = []
    for number, test in enumerate(tests, start=1):
        try:
            test()
        except Exception:
            failed.append(number)
    return failed


print("failing    what is broken")
#> failing    what is broken
for name, (line, instead) in BROKEN.items():
    failed = failures(SOURCE.replace(line, instead) if line else SOURCE)
    marks = "".join(str(n) if n in failed else "·" for n in range(1, 10))
    print(f"{marks}  {name}")
    #> ·········  nothing
    #> ········9  no zero_grad()
    #> ··345····  no step()
    #> ··345····  no backward()
    #> ··345··89  loss detached
    #> ··3······  the last layer alone in the optimizer
    #> ··345····  the optimizer of a copy
    #> ·2345····  each gradient is 0
    #> ···45····  learning rate too small
    #> ···45····  learning rate too large
    #> ···45····  softmax before the loss
    #> ···45····  labels of other samples
    #> 1········  weights too large at the start
    #> ·····6···  statistics of the batch
    #> ·····67··  eval() forgotten
    #> ·······8·  train() forgotten
    #> ········9  the optimizer's state not resumed
    #> ········9  saved by reference
