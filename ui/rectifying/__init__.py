"""整改台账: findings on their way to being closed."""
