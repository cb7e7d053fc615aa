/* What waits, what was sent, what the server decided otherwise, and whose it is. */
import { device, shift, shifts } from "./device";
import { nameless } from "./marks";
import { answered, type Answered, type Kept, waiting } from "./queue";
import { fillSlots } from "./result";
import type { Sending } from "./sending";
import type { Act, Who } from "./server";
import { lineOf } from "./strip";
import { clock, count, word } from "./words";

const SHOWN = 50;

export class QueueScreen {
  private foreign: Who[] = [];

  constructor(
    private root: HTMLElement,
    private sending: Sending,
  ) {
    this.part("[data-send-now]").addEventListener("click", () => void sending.now());
    this.part("[data-hand-over]").addEventListener("click", () => void sending.handOver(this.foreign));
    sending.addEventListener("progress", () => this.root.hidden || void this.progress());
    sending.addEventListener("answers", () => this.root.hidden || void this.show());
  }

  async show(): Promise<void> {
    await this.progress();
    const [kept, said] = [await waiting(), (await answered()).reverse()];
    await this.others(kept);
    const known = new Map((await shifts()).map(({ id, activity_id }) => [id, activity_id]));
    const names = await namesOf([...kept, ...said.map(({ act }) => act)]);
    this.list("waiting", kept, kept.length, (act) => this.row(act, names, ""));
    for (const [name, kinds] of Object.entries(GROUPS)) {
      const rows = said.filter(({ kind }) => kinds.includes(kind));
      this.list(name, rows, rows.length, (answer) => this.answer(answer, names, known));
    }
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.root.querySelector<T>(selector)!;
  }

  private async progress(): Promise<void> {
    const { waiting: number, done, total, line } = this.sending.progress;
    this.part("[data-queue-title]").textContent = number ? word("queue.waiting", { n: count(number) }) : word("queue.none");
    this.part("[data-queue-line]").textContent = [line === "open" || line === "unknown" ? "" : word(`strip.${line}`), await lineOf(this.sending)].filter(Boolean).join(". ");
    this.part("[data-enter]").hidden = line !== "signed_out";
    const bar = this.root.querySelector<SVGElement>("[data-bar]")!;
    bar.toggleAttribute("hidden", total === 0);
    bar.setAttribute("aria-label", word("strip.progress", { done: count(done), total: count(total) }));
    bar.firstElementChild!.setAttribute("width", `${total ? (100 * done) / total : 0}%`);
  }

  /* What somebody else scanned on this phone is sent only when who is signed in says so. */
  private async others(kept: Kept[]): Promise<void> {
    const { user } = this.sending.progress;
    const { handed } = await device();
    const known = new Set([user?.id, ...handed.map(({ id }) => id)]);
    const foreign = user ? kept.filter(({ by }) => !known.has(by)) : [];
    this.foreign = [...new Map(foreign.map(({ by, by_name }) => [by, { id: by, name: by_name || word("queue.someone") }])).values()];
    this.part("[data-foreign]").hidden = foreign.length === 0;
    this.part("[data-foreign-line]").textContent = word("queue.of", {
      n: count(foreign.length),
      name: this.foreign.map(({ name }) => name).join(", "),
      user: user?.name ?? "",
    });
  }

  private list<T>(name: string, rows: T[], number: number, draw: (row: T) => HTMLElement): void {
    const part = this.part(`[data-list=${name}]`);
    part.hidden = number === 0;
    part.querySelector("[data-rows]")!.replaceChildren(...rows.slice(0, SHOWN).map(draw));
    const more = part.querySelector("[data-more]");
    if (more) more.textContent = number > SHOWN ? `${count(SHOWN)}/${count(number)}` : "";
  }

  private answer({ act, kind, title, line, name }: Answered, names: Map<string, string>, known: Map<string, string>): HTMLElement {
    const row = this.row(act, names, kind === "ok" ? "" : [title, line].filter(Boolean).join(". "), name);
    const activity = kind === "doubt" ? known.get(act.shift) : undefined;
    const link = row.querySelector<HTMLAnchorElement>("[data-review]")!;
    link.hidden = !activity;
    link.href = `${this.root.dataset.reviewBase}${activity}/xem-lai/`;
    return row;
  }

  private row(act: Act, names: Map<string, string>, line: string, name = ""): HTMLElement {
    const row = this.part<HTMLTemplateElement>("template[data-row=act]").content.firstElementChild!.cloneNode(true) as HTMLElement;
    const own = String(act.details.words ?? act.details.heads ?? nameless(act));
    fillSlots(row, { time: clock(act.device_at), name: name || names.get(act.id) || own, line, kind: word(`queue.${act.kind}`) });
    return row;
  }
}

const GROUPS: Record<string, Answered["kind"][]> = { doubt: ["doubt"], no: ["no"], sent: ["ok", "seen"] };

async function namesOf(acts: Act[]): Promise<Map<string, string>> {
  const rosters = new Map(await Promise.all([...new Set(acts.map((act) => act.shift))].map(async (id) => [id, (await shift(id))?.roster ?? []] as const)));
  const people = new Map([...rosters.values()].flat().map(({ signup, name }) => [signup, name]));
  return new Map(acts.filter(({ signup }) => signup && people.has(signup)).map(({ id, signup }) => [id, people.get(signup!)!]));
}
