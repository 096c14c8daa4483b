"""谈心簿's core: everything the application knows and does, without a screen."""
