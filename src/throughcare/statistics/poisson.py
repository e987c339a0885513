"""Log-linear Poisson regression, small and quick: alarms and capture-recapture fit thousands of them."""

from dataclasses import dataclass

import numpy as np

from .asking import Floats

TURNS = 100
CLOSE = 1e-13


@dataclass(frozen=True)
class Fit:
    """Coefficients, fitted counts, the inverse information, the leverage of each row, and whether it settled."""

    coefficients: Floats
    fitted: Floats
    inverse: Floats
    leverage: Floats
    is_settled: bool


def fit(x: Floats, y: Floats, weights: Floats | None = None) -> Fit:
    """Iteratively reweighted least squares of counts `y` (rows) on the design `x` (rows, terms) with a log link.

    McCullagh P, Nelder JA, Generalized linear models, 2nd ed, 1989, p. 40.
    """
    prior = np.ones(len(y)) if weights is None else weights
    eta, last = np.log(y + 0.1), np.inf
    for _ in range(TURNS):
        mu = np.exp(np.clip(eta, -30, 30))
        root = np.sqrt(prior * mu)
        found = np.linalg.lstsq(x * root[:, None], root * (eta + (y - mu) / mu))[0]
        eta = x @ found
        now = deviance(y, np.exp(np.clip(eta, -30, 30)), prior)
        if abs(now - last) <= CLOSE * (abs(now) + 0.1):
            break
        last = now
    else:
        return _fit(x, eta, found, prior, False)
    return _fit(x, eta, found, prior, bool((np.abs(eta) < 30).all()))


def _fit(x: Floats, eta: Floats, found: Floats, prior: Floats, settled: bool) -> Fit:
    mu = np.exp(np.clip(eta, -30, 30))
    information = x.T @ (x * (prior * mu)[:, None])
    inverse = np.linalg.pinv(information, hermitian=True)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x) * prior * mu
    return Fit(found, mu, inverse, leverage, settled)


def deviance(y: Floats, mu: Floats, weights: Floats | float = 1.0) -> float:
    """Twice the distance of the log likelihood from its highest."""
    told = y * np.log(np.where(y > 0, y, 1) / mu)
    return float(2 * np.sum(weights * (told - (y - mu))))
