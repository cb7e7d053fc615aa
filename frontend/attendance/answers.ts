/* What the screen says of a finding: a colour, two or three words, a name, what to do. */
import type { Device, KeptShift } from "./device";
import type { Marks } from "./marks";
import type { Result } from "./result";
import { type Direction, type Finding, opens } from "./rules";
import { clock, day, hasWord, word } from "./words";

const SEEN = new Set(["already_in", "already_out"]);

export function welcome({ person, isUnlisted, withoutArrival }: Finding, direction: Direction, shift: KeptShift, marks: Marks): Result {
  const isIn = direction === "in";
  const advice = [
    isIn ? word("door.number", { n: marks.arrived, places: shift.places }) : word("door.thanks"),
    isUnlisted ? word("door.unlisted") : "",
    withoutArrival ? word("door.without_arrival") : "",
    isIn && person?.unread ? word("door.unread") : "",
  ];
  return {
    ...blank("ok", ""),
    title: word(isIn ? "door.welcome" : "door.farewell"),
    name: person?.name ?? "",
    line: [`${shift.name} ${shift.hours}`.trim(), person?.role].filter(Boolean).join(" · "),
    advice: advice.filter(Boolean).join(" "),
  };
}

export function refused(finding: Finding, shift: KeptShift, device: Device): Result {
  const { code, person, other, at } = finding;
  const isEarly = code === "too_early";
  const moment = isEarly ? opens(shift, device) : code === "too_late" ? shift.ends_at : at;
  const facts = {
    time: moment ? clock(moment) : "",
    day: other ? other.day : moment ? day(moment) : "",
    activity: other?.activity ?? "",
    shift: other ? `${other.name} ${other.hours}`.trim() : "",
  };
  const line = code === "wrong_activity" && !other ? "wrong_activity.unknown" : code;
  return {
    ...blank(SEEN.has(code) ? "seen" : "no", code),
    title: word(`title.${code}`),
    name: person?.name ?? "",
    line: word(`line.${line}`, facts),
    advice: hasWord(`advice.${code}`) ? word(`advice.${code}`) : "",
  };
}

export const noted = (name: string, line: string): Result => ({ ...blank("ok", ""), title: word("door.noted"), name, line });

function blank(kind: Result["kind"], code: string): Result {
  return { kind, code, title: "", name: "", line: "", advice: "", clock: "", at: "" };
}
