"""Keys, badges, the end of certificates, and what verifiers ask."""

from tests.access.matrix.lines import Line, desk, holder, own, public

SEALS: dict[str, Line] = {
    "verify:file": public(post=True),
    "badges:site": public(),
    "badges:keys": public(),
    "badges:document": public("unit.pk"),
    "badges:issuer": public("unit.pk"),
    "badges:status_list": public("unit.pk", "number", answers=404),
    "badge:page": holder("certificate.pk"),
    "badge:download": holder("certificate.pk"),
    "endings:one": own("certificates.read certificates.issue certificates.revoke", "certificate.pk"),
    "endings:revoke": own("certificates.revoke", "certificate.pk"),
    "endings:correct": own("certificates.revoke", "certificate.pk"),
    "keys:list": desk("keys.manage", others=403),
    "keys:new": desk("keys.manage", others=403),
    "keys:one": own("keys.manage", "signing_key.pk"),
    "keys:chain": own("keys.manage", "signing_key.pk", answers=404),
    "keys:retire": own("keys.manage", "signing_key.pk", post=True),
    "keys:revoke": own("keys.manage", "signing_key.pk", post=True),
    "keys:change": own("keys.manage", "signing_key.pk", post=True),
}
