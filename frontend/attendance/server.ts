/* What phone and server say to each other: docs/algorithms/check-in.md. */
export interface ShiftFacts {
  id: string;
  activity_id: string;
  activity: string;
  name: string;
  hours: string;
  day: string;
  starts_at: string;
  ends_at: string;
  place: string;
  unit: string;
  places: number;
  arrived: number;
}
export interface Person {
  signup: string;
  code: string;
  name: string;
  key: string;
  phone: string;
  role: string;
  minor: boolean;
  unread: boolean;
  in: string | null;
  out: string | null;
  portrait: string | null;
}
export interface PreparedShift extends ShiftFacts {
  short: string;
  status: string;
  roster: Person[];
  replaced: string[];
  cancelled: string[];
}
export interface OtherShift {
  short: string;
  activity_id: string;
  activity: string;
  name: string;
  hours: string;
  day: string;
}
export interface Who {
  id: string;
  name: string;
}
export interface Rules {
  early_minutes: number;
  late_minutes: number;
}
export interface Prepared {
  version: string;
  server_time: string;
  user: Who;
  keys: { id: string; key: string }[];
  rules: Rules;
  count: number;
  shifts: PreparedShift[];
  others: OtherShift[];
}
export type ActKind = "in" | "out" | "walk_in" | "note" | "headcount";
/* One act at the door, as it is kept and as it is sent. */
export interface Act {
  id: string;
  kind: ActKind;
  shift: string;
  signup: string | null;
  text: string;
  method: "qr" | "code" | "roster" | "walk_in";
  device_at: string;
  by: string;
  details: Record<string, string | number | boolean>;
}
export interface Answer {
  id: string;
  verdict: string;
  kind: "ok" | "seen" | "doubt" | "no";
  at: string;
  name: string;
  title: string;
  line: string;
}
export interface Batch {
  device: string;
  name: string;
  version: string;
  sent_at: string;
  waiting: number;
  scans: Act[];
}

/* No answer came, or none of ours: there is no network worth the name. */
export class NoSignal extends Error {}
export class SignedOut extends Error {}
/* The server took nothing of the request and says why. */
export class Declined extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const PATIENCE_MS = 15_000;
const SENDING_MS = 60_000;

async function ask(url: string, options: RequestInit = {}, patience = PATIENCE_MS): Promise<Response> {
  const headers = { Accept: "application/json", ...options.headers };
  const response = await fetch(url, { ...options, headers, cache: "no-store", signal: AbortSignal.timeout(patience) }).catch(() => {
    throw new NoSignal();
  });
  if (response.status === 304) return response;
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.status >= 500 || (!isOurs && response.status < 400)) throw new NoSignal();
  if (response.status === 401) throw new SignedOut();
  if (response.ok) return response;
  const said = (isOurs ? await response.json() : {}) as { code?: string; message?: string };
  throw new Declined(response.status, said.code ?? "", said.message ?? String(response.status));
}

export class Server {
  constructor(private ways: { shifts: string; prepare: string; send: string; who: string }) {}

  /* Who is signed in in this browser, and a token to send with. */
  async who(): Promise<{ token: string; user: Who }> {
    return (await (await ask(this.ways.who)).json()) as { token: string; user: Who };
  }

  async shifts(): Promise<{ user: Who; shifts: ShiftFacts[] }> {
    return (await (await ask(this.ways.shifts)).json()) as { user: Who; shifts: ShiftFacts[] };
  }

  /* The rosters of these shifts; `device` also notes the device. */
  async prepare(shifts: string[], device: { id: string; name: string }): Promise<Prepared> {
    const query = new URLSearchParams({ may: device.id, ten: device.name, dong_ho: new Date().toISOString() });
    for (const shift of shifts) query.append("ca", shift);
    return (await (await ask(`${this.ways.prepare}?${query}`, {}, SENDING_MS)).json()) as Prepared;
  }

  async send(batch: Batch, token: string): Promise<{ answers: Answer[]; offset_ms: number }> {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const response = await ask(this.ways.send, { method: "POST", headers, body: JSON.stringify(batch) }, SENDING_MS);
    return (await response.json()) as { answers: Answer[]; offset_ms: number };
  }
}
