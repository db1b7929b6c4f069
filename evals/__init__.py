"""Gold questions, scores, reports and the regression gate."""
