"""Lists in and out at the desk: who may bring what, how rows are drawn, what can be taken away."""
