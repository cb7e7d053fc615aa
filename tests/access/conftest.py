from tests.access.ground import foreigner, officers, thing

__all__ = ["foreigner", "officers", "thing"]
