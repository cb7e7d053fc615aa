"""The demo province.

`aoxanh demo` and `make run` call `province.make()`, which may be called again and then changes nothing. `make run` prints who can sign in:
`cast.ACCOUNTS`, each with an `email` and with what they do here, `says`.
"""
