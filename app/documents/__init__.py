"""Documents as PDF pages, and the forms that come in."""
