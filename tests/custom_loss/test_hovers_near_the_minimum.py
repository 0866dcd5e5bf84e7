"""What docs/custom_loss.md claims about how training with an L1 term ends."""

from runs import run, twin

NAME = "custom_loss/hovers_near_the_minimum.py"
PRINTED = "MSE: 0% hover"


def nearest(names):
    """The smallest error of each data set at the end."""
    return names["errors"].abs().amin(dim=1)


def test_mse_alone_comes_to_rest_on_every_data_set():
    assert PRINTED in run(NAME).output


def test_with_l1_some_data_sets_hover_and_some_do_not(names):
    assert 0.2 < names["share_hovering"] < 0.8


def test_where_it_hovers_an_error_is_about_to_change_its_sign(names):
    # One crossing moves an error by lr * 2 * 0.1 / n * (x² + 1).
    crossing = 0.1 * 0.2 / 100 * (names["x"].square().amax(dim=1) + 1)
    assert (nearest(names) < crossing)[names["hovering"]].all()


def test_where_it_hovers_a_gradient_stays_that_does_not_fade(names, tmp_path):
    longer = twin(NAME, tmp_path, ("range(300)", "range(600)")).globals
    assert longer["share_hovering"] == names["share_hovering"]
    assert longer["typical_length"] > names["typical_length"] / 3


def test_where_it_does_not_the_gradient_is_gone(names):
    assert (names["lengths"][~names["hovering"]] < 1e-6).all()
