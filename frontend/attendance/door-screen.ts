/* The door of one shift: whoever comes is scanned, typed, found or added; the act is on disk before the screen turns green. */
import { ActDialogs } from "./act-dialogs";
import { noted, refused, welcome } from "./answers";
import { isFull } from "./base";
import { device, type Device, type KeptShift, now, shift as keptShift, shifts } from "./device";
import { newId } from "./ids";
import { Marks } from "./marks";
import { keep } from "./queue";
import type { Result } from "./result";
import { ResultScreen } from "./result-screen";
import { RosterView } from "./roster-view";
import { type Direction, type Given, judge } from "./rules";
import { seats } from "./seats";
import type { Sending } from "./sending";
import type { Act, ActKind, Person } from "./server";
import { clock, day, word } from "./words";

type Scanner = HTMLElement & { pause(): void; resume(): void };
interface Open {
  shift: KeptShift;
  all: KeptShift[];
  marks: Marks;
  mine: Device;
  direction: Direction;
}

export class DoorScreen {
  private state?: Open;
  private line: Promise<void> = Promise.resolve();
  private roster: RosterView;
  private dialogs: ActDialogs;
  private result: ResultScreen;

  constructor(
    private app: HTMLElement,
    private root: HTMLElement,
    private sending: Sending,
  ) {
    const row = app.querySelector<HTMLTemplateElement>("template[data-row=person]")!;
    const pick = (person: Person): void => this.queue({ method: "roster", text: "", person });
    this.roster = new RosterView(this.part("[data-roster]"), row, () => this.state, pick, (person) => this.openDialog("note", { person }));
    this.dialogs = new ActDialogs(app, (kind, details, person) => this.note(kind, details, person));
    this.result = new ResultScreen(app, sending, {
      isOver: () => this.watch(),
      find: () => this.showRoster(true),
      add: (name) => this.openDialog("walk-in", { name }),
    });
    this.listen();
    sending.addEventListener("answers", () => void this.reload());
  }

  async open(id: string): Promise<boolean> {
    const shift = await keptShift(id);
    if (!shift) return false;
    this.state = { shift, all: await shifts(), marks: await Marks.of(shift), mine: await device(), direction: "in" };
    this.part("[data-door-title]").textContent = shift.activity;
    this.part("[data-door-hours]").textContent = `${shift.name} ${day(shift.starts_at)}, ${shift.hours}`.trim();
    this.part("[data-roster-title]").textContent = word("door.roster", { name: shift.name.toLowerCase() || shift.activity });
    this.showRoster(false);
    this.turn("in");
    await this.mountCamera();
    this.draw();
    requestAnimationFrame(() => this.roster.draw());
    return true;
  }

  close(): void {
    this.state = undefined;
    this.part("[data-camera]").replaceChildren();
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.root.querySelector<T>(selector)!;
  }

  private scanner(): Scanner | null {
    const found = this.root.querySelector<Scanner>("qr-scanner");
    return found && "pause" in found ? found : null;
  }

  private async mountCamera(): Promise<void> {
    await import("../elements/qr-scanner");
    this.part("[data-camera]").replaceChildren(this.app.querySelector<HTMLTemplateElement>("template[data-pattern=camera]")!.content.cloneNode(true));
  }

  private listen(): void {
    this.root.addEventListener("scan", (event) => this.queue({ method: "qr", text: (event as CustomEvent<{ text: string }>).detail.text }));
    this.part<HTMLFormElement>("form[data-code]").addEventListener("submit", this.typed);
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-direction]"))
      button.addEventListener("click", () => this.turn(button.dataset.direction as Direction));
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-open]")) button.addEventListener("click", () => this.openDialog(button.dataset.open!));
    this.part("[data-show-roster]").addEventListener("click", () => this.showRoster(true));
    this.part("[data-hide-roster]").addEventListener("click", () => this.showRoster(false));
  }

  private typed = (event: SubmitEvent): void => {
    event.preventDefault();
    const box = (event.target as HTMLFormElement).querySelector("input")!;
    if (!box.value.trim()) return box.focus();
    this.queue({ method: "code", text: box.value.trim() });
    box.value = "";
  };

  private openDialog(name: string, facts: { person?: Person; name?: string } = {}): void {
    this.part<HTMLDetailsElement>("details").open = false;
    this.result.close();
    this.scanner()?.pause();
    this.dialogs.open(name, facts).addEventListener("close", () => this.watch(), { once: true });
  }

  private showRoster(isShown: boolean): void {
    this.part("[data-roster]").classList.toggle("hidden", !isShown);
    this.part("[data-finder]").classList.toggle("max-lg:hidden", isShown);
    const title = this.part("[data-roster-title]");
    const isAlone = isShown && !this.part("[data-finder]").offsetParent;
    if (isAlone) title.setAttribute("role", "heading");
    else title.removeAttribute("role");
    title.setAttribute("aria-level", isAlone ? "1" : "2");
    if (isShown) this.roster.focus();
    this.watch();
  }

  /* The camera looks only while its picture can be seen. */
  private watch(): void {
    if (this.part("[data-finder]").offsetParent) this.scanner()?.resume();
    else this.scanner()?.pause();
  }

  private turn(direction: Direction): void {
    this.state!.direction = direction;
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-direction]"))
      button.setAttribute("aria-pressed", String(button.dataset.direction === direction));
    this.part("[data-hold]").textContent = word(`door.hold_${direction}`);
    this.roster.draw();
  }

  /* One after the other: whoever is scanned while another is written down is not forgotten. */
  private queue(given: Given): void {
    this.line = this.line.then(() => this.take(given)).catch((error: unknown) => this.fail(error));
  }

  private async take(given: Given): Promise<void> {
    if (!this.state) return;
    const { shift, all, marks, mine, direction } = this.state;
    const finding = await judge(given, direction, shift, all, marks, mine);
    if (finding.code) return this.show(refused(finding, shift, mine), finding.person);
    const act = this.act(direction, { method: given.method, text: given.text, signup: finding.person?.signup ?? null });
    if (!(await this.kept(act))) return;
    this.show(welcome(finding, direction, shift, marks), finding.person);
  }

  private async note(kind: ActKind, details: Act["details"], person?: Person): Promise<void> {
    const method = kind === "walk_in" ? "walk_in" : "roster";
    const act = this.act(kind, { method, details, signup: person?.signup ?? null });
    if (!(await this.kept(act))) return;
    const { shift, marks } = this.state!;
    if (kind === "walk_in") this.show({ ...welcome({ code: "" }, "in", shift, marks), name: String(details.name) });
    else this.show(noted(person?.name ?? "", kind === "headcount" ? word("door.heads", { n: Number(details.heads) }) : String(details.words)));
  }

  private act(kind: ActKind, facts: Partial<Act>): Act {
    const { shift, mine } = this.state!;
    const blank = { signup: null, text: "", method: "roster" as const, details: {} };
    return { ...blank, id: newId(), kind, shift: shift.id, device_at: new Date().toISOString(), by: mine.user?.id ?? "", ...facts };
  }

  /* Whether it is on disk; the screen says so where it is not. */
  private async kept(act: Act): Promise<boolean> {
    const { marks, mine } = this.state!;
    try {
      await keep(act, mine.user?.name ?? "");
    } catch (error) {
      this.fail(error);
      return false;
    }
    marks.add(act, { at: new Date(now(mine)).toISOString(), standing: "waiting" });
    this.draw();
    this.roster.soon();
    void this.sending.added();
    return true;
  }

  private fail(error: unknown): void {
    if (!this.state) return;
    const { shift, mine } = this.state;
    this.show({ ...refused({ code: "not_kept" }, shift, mine), advice: isFull(error) ? "" : String(error) });
  }

  private show(result: Result, person?: Person): void {
    if (result.kind === "no") this.scanner()?.pause();
    this.result.show(result, person?.portrait ?? "");
  }

  /* Answers came, from this tab's sending or another's. */
  private async reload(): Promise<void> {
    if (!this.state) return;
    this.state.marks = await Marks.of(this.state.shift);
    this.state.mine = await device();
    this.draw();
    this.roster.soon();
  }

  private draw(): void {
    if (!this.state) return;
    const { shift, marks } = this.state;
    const { arrived, last } = marks;
    this.part("[data-arrived]").textContent = String(arrived);
    this.part("[data-places]").textContent = ` / ${shift.places} ${word("door.came")}`;
    this.part("[data-seats]").replaceChildren(seats(arrived, shift.places, word("door.seats", { taken: arrived, places: shift.places })));
    this.part("[data-last]").hidden = !last;
    this.part("[data-last-name]").textContent = last?.name ?? "";
    this.part("[data-last-at]").textContent = last ? `${clock(last.mark.at)}, ${word(last.mark.standing === "waiting" ? "door.waits" : "door.sent")}` : "";
  }
}
