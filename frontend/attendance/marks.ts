/* Who has come and left at one shift, as far as this device knows: from the roster it was prepared with, from what waits, from what the server answered. */
import type { KeptShift } from "./device";
import { answered, type Answered, waiting } from "./queue";
import type { Act } from "./server";
import { word } from "./words";

export type Standing = "server" | "waiting" | "sent" | "doubt" | "changed";
export interface Mark {
  at: string;
  standing: Standing;
  /* What the server said, where it said something else than yes. */
  said?: string;
}
export interface Guest extends Mark {
  id: string;
  name: string;
  phone: string;
}

export class Marks {
  arrivals = new Map<string, Mark>();
  leavings = new Map<string, Mark>();
  guests = new Map<string, Guest>();
  last?: { name: string; mark: Mark };

  constructor(private shift: KeptShift) {
    for (const { signup, in: came, out } of shift.roster) {
      if (came) this.arrivals.set(signup, { at: came, standing: "server" });
      if (out) this.leavings.set(signup, { at: out, standing: "server" });
    }
  }

  static async of(shift: KeptShift): Promise<Marks> {
    const marks = new Marks(shift);
    for (const answer of await answered()) if (answer.act.shift === shift.id) marks.hear(answer);
    for (const act of await waiting()) if (act.shift === shift.id) marks.add(act, { at: act.device_at, standing: "waiting" });
    return marks;
  }

  get arrived(): number {
    return [...this.arrivals.values(), ...this.guests.values()].filter(({ standing }) => standing !== "changed").length;
  }

  add(act: Act, mark: Mark, name = this.nameOf(act)): void {
    if (act.kind === "walk_in") this.guests.set(act.id, { ...mark, id: act.id, name: String(act.details.name), phone: String(act.details.phone) });
    const rows = act.kind === "in" ? this.arrivals : act.kind === "out" ? this.leavings : undefined;
    const who = whom(act);
    if (rows && !(rows.has(who) && rows.get(who)!.standing === "server")) rows.set(who, mark);
    if (rows === this.arrivals || act.kind === "walk_in") this.last = { name, mark };
  }

  hear({ act, kind, at, title, line, name }: Answered): void {
    const standing: Standing = kind === "no" ? "changed" : kind === "doubt" ? "doubt" : "sent";
    const said = kind === "no" || kind === "doubt" ? [title, line].filter(Boolean).join(". ") : undefined;
    this.add(act, { at: kind === "ok" || kind === "seen" ? at || act.device_at : act.device_at, standing, said }, name || undefined);
  }

  private nameOf(act: Act): string {
    return this.shift.roster.find(({ signup, code }) => signup === act.signup || code === act.text)?.name ?? nameless(act);
  }
}

/* What stands for a name where the roster has none: a typed code can be read aloud, the text of a pass cannot. */
export const nameless = ({ details, method, text }: Act): string => String(details.name ?? (method === "code" ? text : word("door.unnamed")));

/* A pass that is not on the roster stands under its text. */
export const whom = ({ signup, text }: Pick<Act, "signup" | "text">): string => signup ?? text;
