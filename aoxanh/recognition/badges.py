"""Open Badges 3.0: a certificate as a verifiable credential, and the addresses that a verifier asks.

The issuer is the unit, as `did:web`; what signs is a key of the site, listed in the unit's DID document. A credential is a compact JWS
(VC-JWT) over JSON-LD. It names nobody unless the holder wants it: the mail address stands in it as a salted hash.
"""

import json
from datetime import datetime, time
from hashlib import sha256
from hmac import new as hmac
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from aoxanh.documents import jose, stores
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import credential_keys
from aoxanh.documents.wording import length, span
from aoxanh.org.models import Unit
from aoxanh.recognition.models import Certificate, Credential, Kind
from aoxanh.recognition.paper import verification_address

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
DID_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
TYPES = {
    Kind.PARTICIPATION: "CommunityService",
    Kind.HOURS: "CommunityService",
    Kind.CONTRIBUTION: "Award",
    Kind.TRAINING: "Course",
}
VC_JWT = "vc+jwt"


def address(name: str, *args: object) -> str:
    """An absolute address of this site, in the language without a prefix."""
    with override(settings.LANGUAGE_CODE):
        return settings.BASE_URL + reverse(f"badges:{name}", args=args)


def did(unit: UUID | None = None) -> str:
    """The site's name as an issuer, or a unit's; it follows from the address of its document."""
    host = quote(urlsplit(settings.BASE_URL).netloc, safe="")
    return f"did:web:{host}:don-vi:{unit}" if unit else f"did:web:{host}"


def method(key: SigningKey, unit: UUID | None) -> str:
    """How a signature names its key."""
    return f"{did(unit)}#{key.key_id}"


def did_document(unit: UUID | None = None) -> dict[str, Any]:
    """The keys that speak for the unit (or the site), the one that signs now first, and where its profile is."""
    methods = [
        {"id": method(key, unit), "type": "JsonWebKey2020", "controller": did(), "publicKeyJwk": key.public["jwk"]}
        for key in credential_keys()
    ]
    document: dict[str, Any] = {"@context": DID_CONTEXTS, "id": did(unit), "verificationMethod": methods}
    document["assertionMethod"] = [one["id"] for one in methods]
    if unit:
        profile_url = address("issuer", unit)
        document["controller"] = did()
        document["service"] = [{"id": f"{did(unit)}#profile", "type": "LinkedDomains", "serviceEndpoint": profile_url}]
    return document


def key_set() -> dict[str, Any]:
    """The same keys as a JSON Web Key Set."""
    return {"keys": [key.public["jwk"] | {"kid": key.key_id, "use": "sig", "alg": jose.ALGORITHM} for key in credential_keys()]}


def profile(unit: Unit) -> dict[str, Any]:
    """The issuer as badges name it."""
    with override(settings.LANGUAGE_CODE):
        page = settings.BASE_URL + reverse("portal:unit", args=[unit.slug])
    return {"id": did(unit.pk), "type": ["Profile"], "name": unit.name, "url": page}


def credential(row: Credential, *, named: bool) -> dict[str, Any]:
    """What the badge of a certificate says; with the holder's name only where `named`."""
    certificate = row.certificate
    return {
        "@context": CONTEXTS,
        "id": f"urn:uuid:{row.pk}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title(certificate),
        "issuer": profile(certificate.unit),
        "validFrom": stamp(certificate.issued_at),
        "credentialSubject": subject(row, named=named),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "evidence": [{"id": verification_address(certificate.code), "type": ["Evidence"], "name": certificate.number_text}],
        "credentialStatus": status(row),
    }


def title(certificate: Certificate) -> str:
    return certificate.activity_title or str(certificate.wording.get("title") or "Giấy chứng nhận")


def subject(row: Credential, *, named: bool) -> dict[str, Any]:
    certificate = row.certificate
    told: dict[str, Any] = {
        "id": f"urn:uuid:{row.certificate_id}",
        "type": ["AchievementSubject"],
        "activityStartDate": stamp(start_of(certificate.starts_on)),
        "activityEndDate": stamp(start_of(certificate.ends_on)),
        "achievement": achievement(certificate),
    }
    if identifiers := list(identities(row, named=named)):
        told["identifier"] = identifiers
    if certificate.minutes:
        result = {"type": ["Result"], "resultDescription": hours_id(certificate), "value": f"{certificate.minutes / 60:g}"}
        told["result"] = [result]
    return told


def identities(row: Credential, *, named: bool) -> list[dict[str, Any]]:
    """Who holds it: the name where it was asked for, and the mail address hashed with a salt of its own, so that only who knows it sees."""
    certificate, found = row.certificate, []
    if named or certificate.organisation_id:
        found.append({"type": "IdentityObject", "hashed": False, "identityHash": certificate.holder_name, "identityType": "name"})
    if mail := mail_of(certificate):
        salt = hmac(settings.SECRET_KEY.encode(), f"badge {row.pk}".encode(), sha256).hexdigest()[:32]
        digest = sha256((mail + salt).encode()).hexdigest()
        facts = {"hashed": True, "identityHash": f"sha256${digest}", "identityType": "emailAddress", "salt": salt}
        found.append({"type": "IdentityObject"} | facts)
    return found


def mail_of(certificate: Certificate) -> str:
    person = certificate.person
    if person is None:
        return ""
    return (person.email or (person.user.email if person.user else "")).strip().lower()


def achievement(certificate: Certificate) -> dict[str, Any]:
    """What was achieved; the same for everyone in the activity, save the words of their own hours."""
    days = span(certificate.starts_on, certificate.ends_on)
    told: dict[str, Any] = {
        "id": f"urn:uuid:{certificate.activity_id or certificate.version_id or certificate.pk}",
        "type": ["Achievement"],
        "achievementType": TYPES[Kind(certificate.kind)],
        "name": title(certificate),
        "description": ". ".join(part for part in (title(certificate), certificate.place_text, days) if part),
        "criteria": {"narrative": narrative(certificate)},
        "creator": profile(certificate.unit),
    }
    if certificate.minutes:
        hours = {"id": hours_id(certificate), "type": ["ResultDescription"], "name": "Số giờ tình nguyện", "resultType": "ext:ServiceHours"}
        told["resultDescription"] = [hours]
    return told


def narrative(certificate: Certificate) -> str:
    if certificate.minutes:
        return f"{certificate.unit_name} chứng nhận {length(certificate.minutes)} tình nguyện có điểm danh."
    return f"{certificate.unit_name} chứng nhận."


def hours_id(certificate: Certificate) -> str:
    return f"urn:uuid:{certificate.activity_id or certificate.version_id or certificate.pk}#gio"


def status(row: Credential) -> dict[str, Any]:
    """Which bit of which list says that it was revoked."""
    url = address("status_list", row.status_list.unit_id, row.status_list.number)
    return {
        "id": f"{url}#{row.bit}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(row.bit),
        "statusListCredential": url,
    }


def token(row: Credential, key: SigningKey, *, named: bool) -> str:
    """The badge, signed. Refused: `key_unreadable`."""
    told = credential(row, named=named)
    claims = {
        "iss": told["issuer"]["id"],
        "sub": told["credentialSubject"]["id"],
        "jti": told["id"],
        "nbf": int(row.certificate.issued_at.timestamp()),
    }
    return jose.sign(told | claims, stores.credential_key(key), kid=method(key, row.certificate.unit_id), kind=VC_JWT)


def enveloped(signed: str) -> bytes:
    """The signed badge as a JSON-LD document (VC Data Model 2.0, 4.13.1), for wallets that take no bare token."""
    document = {"@context": CONTEXTS[0], "id": f"data:application/{VC_JWT},{signed}", "type": "EnvelopedVerifiableCredential"}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
