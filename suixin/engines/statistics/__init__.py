"""Statistics: reports are collected, checked and counted; what is published carries its certificate."""
