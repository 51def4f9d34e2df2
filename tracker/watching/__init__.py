"""What an operator sees of a running process: lines of the log, figures, the last runs."""
