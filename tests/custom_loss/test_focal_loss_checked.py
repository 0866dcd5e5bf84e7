"""What docs/custom_loss.md claims of a check where the answer is known."""

from helpers.runs import run, twin

NAME = "custom_loss/focal_loss_checked.py"


def test_a_right_focal_loss_passes_both_checks():
    assert run(NAME).output.count("True") == 2


def test_with_one_power_in_both_terms_a_focal_loss_agrees_at_0_and_leads_away_from_targets(
    tmp_path,
):
    slip = twin(NAME, tmp_path, ("* p**gamma", "* (1 - p) ** gamma"))
    assert slip.output == "agrees: True\nsteps lead to the targets: False\n"
