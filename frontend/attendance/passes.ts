/* The text of a pass, read and checked without asking anybody. */
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PAYLOAD_BYTES = 16;
const PASS_BYTES = 80;
const VERSION = 2;

export interface Key {
  id: string;
  key: string;
}
/* `code` of a pass that holds; `shift` is the end of its shift's id, unknown of older passes, whose signature only the server can check. */
export type Pass = { state: "good"; code: string; shift: string } | { state: "old"; code: string } | { state: "forged_pass" | "foreign_pass" | "not_a_pass" };

export async function readPass(text: string, keys: Key[]): Promise<Pass> {
  const [prefix, body = "", ...rest] = text.trim().toUpperCase().split(":");
  if (prefix === "AX1" && /^[0-9A-Z]{8}$/.test(body) && rest.length === 1) return { state: "old", code: body };
  if (prefix !== "AX2" || rest.length) return { state: "not_a_pass" };
  const bytes = fromBase32(body);
  if (bytes?.length !== PASS_BYTES || bytes[0] !== VERSION) return { state: "forged_pass" };
  const key = keys.find(({ id }) => id === hex(bytes.subarray(1, 5)));
  if (!key) return { state: "foreign_pass" };
  const payload = bytes.slice(0, PAYLOAD_BYTES);
  if (!(await verify(bytes.slice(PAYLOAD_BYTES), payload, fromBase64(key.key)))) return { state: "forged_pass" };
  return { state: "good", code: toCrockford(payload.subarray(5, 10)), shift: hex(payload.subarray(10)) };
}

const known = new Map<string, Promise<CryptoKey>>();
let hasNative: boolean | undefined;

/* The browser's own Ed25519 where it has one, else a small library. */
async function verify(signature: Uint8Array<ArrayBuffer>, payload: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (hasNative !== false && globalThis.crypto?.subtle) {
    const name = hex(key);
    if (!known.has(name)) known.set(name, crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]));
    const native = await known.get(name)!.catch(() => undefined);
    hasNative = native !== undefined;
    if (native) return crypto.subtle.verify("Ed25519", native, signature, payload);
  }
  const library = await import("@noble/ed25519");
  return library.verifyAsync(signature, payload, key);
}

export function fromBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const sign of text) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) return undefined;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

function toCrockford(bytes: Uint8Array): string {
  const number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 8 }, (_, place) => CROCKFORD[Number((number >> BigInt(35 - 5 * place)) & 31n)]).join("");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
