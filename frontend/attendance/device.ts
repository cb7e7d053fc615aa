/* The device and what was prepared on it. */
import { read, write } from "./base";
import { newId } from "./ids";
import type { OtherShift, Prepared, PreparedShift, Rules, Who } from "./server";
import type { Key } from "./passes";

export interface Device {
  id: string;
  name: string;
  user: Who | null;
  /* How far the device's clock is ahead of the server's. */
  clock_ms: number;
  keys: Key[];
  rules: Rules;
  others: OtherShift[];
  sent_at: string | null;
  /* Users whose acts somebody else has offered to send. */
  handed: Who[];
}
export interface KeptShift extends PreparedShift {
  prepared_at: string;
  bytes: number;
}

const FORGOTTEN_AFTER_MS = 3 * 86_400_000;

export async function device(): Promise<Device> {
  const kept = await read<Device | undefined>("device", (rows) => rows.get("self"));
  if (kept) return kept;
  const made: Device = {
    id: newId(),
    name: nameOfThis(),
    user: null,
    clock_ms: 0,
    keys: [],
    rules: { early_minutes: 120, late_minutes: 120 },
    others: [],
    sent_at: null,
    handed: [],
  };
  await write(["device"], ({ device: rows }) => void rows.put(made, "self"));
  return made;
}

export async function change(facts: Partial<Device>): Promise<Device> {
  const changed = { ...(await device()), ...facts };
  await write(["device"], ({ device: rows }) => void rows.put(changed, "self"));
  return changed;
}

export const shifts = (): Promise<KeptShift[]> =>
  read<KeptShift[]>("shifts", (rows) => rows.getAll()).then((found) => found.sort((one, other) => one.starts_at.localeCompare(other.starts_at)));
export const shift = (id: string): Promise<KeptShift | undefined> => read("shifts", (rows) => rows.get(id));

/* People of shifts that are long over are nobody's business any more. */
export async function forgetOver(): Promise<void> {
  const over = (await shifts()).filter(({ ends_at }) => Date.parse(ends_at) + FORGOTTEN_AFTER_MS < Date.now());
  if (over.length) await write(["shifts"], (rows) => over.forEach(({ id }) => rows.shifts.delete(id)));
}

/* Rosters, keys and rules of one answer, all or none. */
export async function keepPrepared(prepared: Prepared): Promise<Device> {
  const mine = await device();
  const kept: Device = {
    ...mine,
    user: prepared.user,
    clock_ms: Date.now() - Date.parse(prepared.server_time),
    keys: prepared.keys,
    rules: prepared.rules,
    others: joined(mine.others, prepared.others),
  };
  const prepared_at = new Date(now(kept)).toISOString();
  await write(["device", "shifts"], (rows) => {
    rows.device.put(kept, "self");
    for (const one of prepared.shifts) rows.shifts.put({ ...one, prepared_at, bytes: JSON.stringify(one).length });
  });
  return kept;
}

const joined = (old: OtherShift[], fresh: OtherShift[]): OtherShift[] => [
  ...new Map([...old, ...fresh].map((other) => [other.short, other])).values(),
].slice(-500);

/* The moment by the server's clock, as far as this device knows it. */
export const now = ({ clock_ms }: Pick<Device, "clock_ms">): number => Date.now() - clock_ms;

function nameOfThis(): string {
  const agent = navigator.userAgent;
  const kind = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/.exec(agent)?.[0] ?? "";
  const browser = /Edg|OPR|SamsungBrowser|Firefox|Chrome|Safari/.exec(agent)?.[0] ?? "";
  return [kind, { Edg: "Edge", OPR: "Opera" }[browser] ?? browser].filter(Boolean).join(", ");
}
