"""What a name in a training loop stands for."""

from enum import StrEnum


class Role(StrEnum):
    """What a name stands for; as text it is the page's class for the name."""

    LOSS = "loss"
    PARAMETER = "parameter"
    GRADIENT = "gradient"
    STATE = "state"  # what an optimizer remembers
    SETTING = "setting"  # of an optimizer
    LINK = "link"  # whether the model's parameter is the optimizer's
    IDENTITY = "identity"  # which object it is
    RETURNED = "returned"  # by a function of the script
    VALUE = "value"  # anything else
