"""Linear programmes over one set of sums: what differs from one to the next is the goal, so each goes on where the last ended.

The solver is HiGHS (MIT licence), one thread; the same questions in the same order have the same answers.
"""

import numpy as np

OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "solver": "simplex",
    "presolve": "off",  # it would begin each programme anew
    "simplex_strategy": 1,
}
PRIMAL = 4
"""From a possible solution with another goal the primal method goes on."""


class Programme:
    """Counts between `least` and `most` with `sums @ counts == constant`. `sums`: the three arrays of a CSR matrix."""

    def __init__(self, sums, constant, least, most):
        import highspy

        self.solver = highspy.Highs()
        for name, value in OPTIONS.items():
            self.solver.setOptionValue(name, value)
        self.is_optimal = highspy.HighsModelStatus.kOptimal
        self.cells = np.arange(len(least), dtype=np.int32)
        self.solver.passModel(_model(highspy, sums, constant, least, most))
        self.is_first = True

    def towards(self, goal: np.ndarray) -> np.ndarray | None:
        """Counts that make the sum of `goal` times counts as small as can be; None where the solver finds none."""
        self.solver.changeColsCost(len(self.cells), self.cells, goal.astype(float))
        self.solver.run()
        if self.solver.getModelStatus() != self.is_optimal:
            return None
        if self.is_first:
            self.is_first = False
            self.solver.setOptionValue("simplex_strategy", PRIMAL)
        return np.array(self.solver.getSolution().col_value)


def _model(highspy, sums, constant, least, most):
    starts, cells, signs = sums
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(least), len(constant)
    model.col_cost_ = np.zeros(len(least))
    model.col_lower_, model.col_upper_ = least.astype(float), most.astype(float)
    model.row_lower_ = model.row_upper_ = constant.astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = cells
    model.a_matrix_.value_ = signs
    return model
