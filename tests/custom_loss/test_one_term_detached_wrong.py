"""What docs/custom_loss.md claims about leaving torch on the way to a custom loss."""

import pytest
from helpers.runs import run, twin
from helpers.series import ROUNDED, gradients, losses, parameters
from record.errors import RecordingError
from torch.testing import assert_close

NAME = "custom_loss/one_term_detached_wrong.py"
CUT = "mse + 0.1 * l1.item()"
WHOLE = "mse + 0.1 * l1"
OF_ONE_TERM = ["l1.item()", "l1.detach()", "torch.tensor(l1)"]


@pytest.fixture(params=OF_ONE_TERM)
def cut(request, tmp_path):
    return twin(NAME, tmp_path, ("l1.item()", request.param))


def test_one_term_cut_off_leaves_the_first_loss_right(cut):
    assert_close(losses(cut)[0], losses(run("custom_loss.py"))[0], rtol=1e-6, atol=0)


def test_one_term_cut_off_leaves_the_gradients_of_the_other_alone(cut):
    # Rounding parts the two paths by 5e-6 at most, and a gradient by 2.3 times that, the curvature.
    assert_close(gradients(cut), gradients(run("linear_regression.py")), rtol=0, atol=1.5e-5)


def test_one_term_cut_off_shortens_the_first_gradient(cut):
    whole = gradients(run("custom_loss.py"))[0]
    assert (gradients(cut)[0].abs() < 0.99 * whole.abs()).all()


def test_one_term_cut_off_and_the_loss_falls_at_each_step(cut):
    assert (losses(cut).diff() < 0).all()


def test_one_term_cut_off_ends_where_the_line_does(cut):
    line = parameters(run("linear_regression.py"))[-1]
    assert_close(parameters(cut)[-1], line, rtol=0, atol=ROUNDED)


@pytest.mark.parametrize(
    ("around_the_whole", "said"),
    [
        (".item()", "'float' object has no attribute 'backward'"),
        (".detach()", "does not require grad"),
        (".numpy()", "Can't call numpy"),
    ],
)
def test_the_whole_loss_cut_off_raises(around_the_whole, said, tmp_path):
    with pytest.raises(RecordingError, match=said):
        twin(NAME, tmp_path, (CUT, f"({WHOLE}){around_the_whole}"))


def test_a_new_tensor_of_the_whole_loss_raises(tmp_path):
    with pytest.raises(RecordingError, match="does not require grad"):
        twin(NAME, tmp_path, (CUT, f"torch.tensor({WHOLE})"))


def test_numpy_around_one_term_raises(tmp_path):
    with pytest.raises(RecordingError, match="Can't call numpy"):
        twin(NAME, tmp_path, ("l1.item()", "l1.numpy()"))
