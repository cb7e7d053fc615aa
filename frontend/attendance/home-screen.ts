/* What is on this phone, and what can be prepared. */
import { isFull } from "./base";
import { change, device, keepPrepared, type KeptShift, shifts } from "./device";
import { fillSlots } from "./result";
import type { Sending } from "./sending";
import { Declined, NoSignal, type Prepared, type Server, type ShiftFacts, SignedOut } from "./server";
import { clock, count, day, word } from "./words";

const OLD_MS = 12 * 3_600_000;
const FRESH_MS = 10 * 60_000;

export class HomeScreen {
  private offered: ShiftFacts[] = [];
  private isBusy = false;

  constructor(
    private root: HTMLElement,
    private server: Server,
    sending: Sending,
  ) {
    this.part<HTMLFormElement>("form[data-prepare]").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.prepare();
    });
    sending.addEventListener("progress", () => this.root.hidden || this.heading());
  }

  async show(): Promise<void> {
    await this.draw();
    await this.ask();
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.root.querySelector<T>(selector)!;
  }

  private row(name: string): HTMLElement {
    return this.part<HTMLTemplateElement>(`template[data-row=${name}]`).content.firstElementChild!.cloneNode(true) as HTMLElement;
  }

  private kept: KeptShift[] = [];

  private heading(): void {
    const people = this.kept.reduce((sum, { roster }) => sum + roster.length, 0);
    this.part("[data-home-title]").textContent = this.kept.length ? word("home.some", { shifts: this.kept.length, people: count(people) }) : word("home.none");
  }

  private async draw(): Promise<void> {
    this.kept = await shifts();
    this.heading();
    this.part("[data-ready-group]").hidden = this.kept.length === 0;
    this.part("[data-ready]").replaceChildren(...this.kept.map((shift) => this.ready(shift)));
    const first = this.root.querySelector("[data-ready] [data-verb]");
    first?.classList.replace("btn-quiet", "btn-primary");
    for (const name of ["btn-primary", "btn-quiet"]) this.part("[type=submit]").classList.toggle(name, (name === "btn-primary") !== Boolean(first));
    await this.room();
  }

  private ready(shift: KeptShift): HTMLElement {
    const row = this.row("ready");
    const isToday = day(shift.prepared_at) === day(Date.now());
    fillSlots(row, {
      title: shift.activity,
      meta: [shift.hours, shift.name, day(shift.starts_at), word("home.people", { n: count(shift.roster.length) })].filter(Boolean).join(" · "),
      age: word(isToday ? "home.age" : "home.age_day", { time: clock(shift.prepared_at), day: day(shift.prepared_at) }),
      warning: Date.now() - Date.parse(shift.prepared_at) > OLD_MS ? word("home.old") : "",
    });
    for (const link of row.querySelectorAll<HTMLAnchorElement>("[data-address]")) link.href = `#ca/${shift.id}`;
    return row;
  }

  private async room(): Promise<void> {
    const bytes = this.kept.reduce((sum, shift) => sum + shift.bytes, 0);
    const isPersisted = await navigator.storage?.persisted?.();
    this.part("[data-storage]").textContent = this.kept.length
      ? `${word("home.size", { size: size(bytes) })} ${word(isPersisted ? "home.persisted" : "home.not_persisted")}`
      : "";
  }

  /* What the server offers today, and whether the rosters on this phone are still the latest. */
  private async ask(): Promise<void> {
    try {
      const { user, shifts: found } = await this.server.shifts();
      await change({ user });
      this.offered = found;
      this.offer(found.length ? "" : word("home.no_shifts"));
      await this.refresh();
    } catch (error) {
      this.offered = [];
      this.offer(word(error instanceof SignedOut ? "home.signed_out" : "home.offline"), error instanceof SignedOut);
    }
  }

  private offer(note: string, isSignedOut = false): void {
    const known = new Set(this.kept.map(({ id }) => id));
    this.part("[data-offered]").replaceChildren(
      ...this.offered.map((shift) => {
        const row = this.row("offered");
        const box = row.querySelector("input")!;
        box.value = shift.id;
        box.checked = this.offered.length <= 3 || known.has(shift.id);
        fillSlots(row, { title: shift.activity, meta: [day(shift.starts_at), shift.hours, shift.name, shift.unit].filter(Boolean).join(" · ") });
        return row;
      }),
    );
    this.part("[data-offered-note]").textContent = note;
    this.part("[data-offered-note]").hidden = !note;
    this.part("[data-enter]").hidden = !isSignedOut;
    this.part("[data-prepare-now]").hidden = this.offered.length === 0;
  }

  private async prepare(): Promise<void> {
    const chosen = [...this.root.querySelectorAll<HTMLInputElement>("[name=ca]:checked")].map(({ value }) => value);
    if (!chosen.length) return this.say("ask", word("home.choose"));
    if (this.isBusy) return;
    this.isBusy = true;
    this.say("ask", word("home.preparing"));
    try {
      await navigator.storage?.persist?.();
      const prepared = await this.keep(chosen);
      this.say("ok", word("home.ready", { n: count(prepared.count), size: size(JSON.stringify(prepared.shifts).length) }));
    } catch (error) {
      this.say("bad", sentenceOf(error));
    } finally {
      this.isBusy = false;
    }
  }

  private async keep(chosen: string[]): Promise<Prepared> {
    const prepared = await this.server.prepare(chosen, await device());
    await keepPrepared(prepared);
    await this.draw();
    return prepared;
  }

  /* While there is a network, rosters of shifts to come follow the server by themselves, and say what changed. */
  private async refresh(): Promise<void> {
    const stale = this.kept.filter(({ prepared_at, ends_at }) => Date.now() - Date.parse(prepared_at) > FRESH_MS && Date.parse(ends_at) > Date.now());
    const open = stale.filter(({ id }) => this.offered.some((shift) => shift.id === id));
    if (!open.length) return;
    const old = new Set(open.flatMap(({ roster }) => roster.map(({ code }) => code)));
    const prepared = await this.keep(open.map(({ id }) => id));
    const fresh = new Set(prepared.shifts.flatMap(({ roster }) => roster.map(({ code }) => code)));
    const [added, gone] = [lacking(fresh, old), lacking(old, fresh)];
    if (added || gone) this.say("ask", word("home.changed", { added, gone }));
  }

  private say(kind: "ok" | "ask" | "bad", text: string): void {
    const said = this.part("[data-said]");
    said.hidden = false;
    said.textContent = text;
    said.className = said.className.replace(/ ?(bg-tint|border)-(success|accent|error)/g, "");
    const tone = { ok: "success", ask: "accent", bad: "error" }[kind];
    said.classList.add(TONES[tone]!.ground, TONES[tone]!.edge);
  }
}

const TONES: Record<string, { ground: string; edge: string }> = {
  success: { ground: "bg-tint-success", edge: "border-success" },
  accent: { ground: "bg-tint-accent", edge: "border-accent" },
  error: { ground: "bg-tint-error", edge: "border-error" },
};

function sentenceOf(error: unknown): string {
  if (isFull(error)) return word("home.full");
  if (error instanceof SignedOut) return word("home.signed_out");
  if (error instanceof Declined) return word("home.refused", { reason: error.message || error.code });
  if (error instanceof NoSignal) return word("home.failed");
  throw error;
}

const lacking = (one: Set<string>, other: Set<string>): number => [...one].filter((code) => !other.has(code)).length;

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${count(Math.max(1, Math.round(bytes / 1000)))} kB` : `${count(Math.round(bytes / 100_000) / 10)} MB`;
}
