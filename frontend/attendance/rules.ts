/* What a pass, a code or a name means at this shift, without asking anybody: the rules of aoxanh/attendance/rules.py in their order. */
import { type Device, type KeptShift, now } from "./device";
import { type Marks, whom } from "./marks";
import { readPass } from "./passes";
import type { Person } from "./server";
import { clean } from "./words";

export type Direction = "in" | "out";
export interface Given {
  method: "qr" | "code" | "roster";
  text: string;
  person?: Person;
}
/* What was found out: `code` is "" for a welcome; `at` is when an earlier act of the same kind was. */
export interface Finding {
  code: string;
  person?: Person;
  other?: { activity: string; name: string; hours: string; day: string };
  at?: string;
  /* Signed by us for this shift, but not on the roster that this device has. */
  isUnlisted?: boolean;
  withoutArrival?: boolean;
}

const OPEN = new Set(["open", "closed"]);
const MINUTE_MS = 60_000;

export async function judge(given: Given, direction: Direction, shift: KeptShift, all: KeptShift[], marks: Marks, device: Device): Promise<Finding> {
  const found = given.person ? { code: "", person: given.person } : await find(given, shift, all, device);
  if (found.code) return found;
  return direction === "in" ? arrival(found, given, shift, marks, device) : leaving(found, given, marks);
}

async function find({ method, text }: Given, shift: KeptShift, all: KeptShift[], device: Device): Promise<Finding> {
  if (method === "code") return byCode(clean(text), "", shift, all, device);
  const pass = await readPass(text, device.keys);
  if (pass.state === "good") return byCode(pass.code, pass.shift, shift, all, device);
  if (pass.state === "old") return byCode(pass.code, "", shift, all, device);
  return { code: pass.state };
}

function byCode(code: string, short: string, shift: KeptShift, all: KeptShift[], device: Device): Finding {
  const person = shift.roster.find((one) => one.code === code);
  if (person) return { code: "", person };
  if (shift.replaced.includes(code)) return { code: "replaced_pass" };
  if (shift.cancelled.includes(code)) return { code: "not_confirmed" };
  if (short === shift.short) return { code: "", isUnlisted: true };
  return elsewhere(code, short, shift, all, device) ?? { code: short ? "wrong_activity" : "unknown_code" };
}

function elsewhere(code: string, short: string, shift: KeptShift, all: KeptShift[], device: Device): Finding | undefined {
  for (const other of all) {
    const person = other.roster.find((one) => one.code === code);
    if (person) return { code: elseCode(other, shift), person, other };
  }
  const named = all.find((one) => one.short === short) ?? device.others.find((one) => one.short === short);
  return short && named ? { code: elseCode(named, shift), other: named } : undefined;
}

const elseCode = (other: { activity_id: string }, shift: KeptShift): string => (other.activity_id === shift.activity_id ? "wrong_shift" : "wrong_activity");

function arrival(found: Finding, given: Given, shift: KeptShift, marks: Marks, device: Device): Finding {
  const mark = marks.arrivals.get(whom({ signup: found.person?.signup ?? null, text: given.text }));
  const moment = now(device);
  if (mark && mark.standing !== "changed") return { ...found, code: "already_in", at: mark.at };
  if (!OPEN.has(shift.status)) return { ...found, code: "not_running" };
  if (moment < opens(shift, device)) return { ...found, code: "too_early" };
  if (moment > Date.parse(shift.ends_at) + device.rules.late_minutes * MINUTE_MS) return { ...found, code: "too_late" };
  if (found.person?.minor) return { ...found, code: "guardian_consent_missing" };
  return found;
}

export const opens = (shift: KeptShift, device: Device): number => Date.parse(shift.starts_at) - device.rules.early_minutes * MINUTE_MS;

/* The arrival may be on another phone that has not sent yet: a leaving without one is kept, and the server puts them together. */
function leaving(found: Finding, given: Given, marks: Marks): Finding {
  const who = whom({ signup: found.person?.signup ?? null, text: given.text });
  const mark = marks.leavings.get(who);
  if (mark && mark.standing !== "changed") return { ...found, code: "already_out", at: mark.at };
  return { ...found, withoutArrival: !marks.arrivals.has(who) };
}
