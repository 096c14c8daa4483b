"""保管与销毁: how long records are kept, and how they end."""
