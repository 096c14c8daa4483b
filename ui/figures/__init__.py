"""What was done in a period, in figures that open the records behind them."""
