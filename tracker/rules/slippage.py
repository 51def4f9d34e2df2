"""How far a deadline has moved, counted from the one first announced."""

from .edtf import days


def slippage(*, original: str, due: str, delivered: str = "") -> int | None:
    """Return the days from the last day of the original deadline, 0 or more; None without one.

    To the last day of the present deadline; of what is delivered, to the first day of its delivery.
    All are EDTF texts.
    """
    if not original or not (due or delivered):
        return None
    end = days(delivered)[0] if delivered else days(due)[1]
    return max(0, (end - days(original)[1]).days)
