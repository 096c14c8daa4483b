"""签名证书: the keys minutes are signed with, and the office's own certificate."""
