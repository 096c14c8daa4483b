"""What is safe, in the words that messages share."""

KEPT = "已有的内容没有改动。"
TYPED_KEPT = "您填的内容还在。"
VAULT_SAFE = "保险库没有受影响。"
CLOSED_SAFE = "保险库没有打开，里面的资料没有受影响。"
NOTHING_WRITTEN = "保险库里什么也没有写。"
STICK_SAFE = "保险库没有受影响，可以重新写一次。"
