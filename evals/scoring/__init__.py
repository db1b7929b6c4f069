"""What an answer is worth against its case."""

from evals.scoring.scorers import SCORERS, Scorer, score

__all__ = ["SCORERS", "Scorer", "score"]
