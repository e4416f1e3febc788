"""From what a version of the brief says to messages in their readers' hands.

`message` builds, `signing` signs, `outbox` remembers, `smtp` hands over, `sending` does one after
the other until all are answered or patience ends.
"""
