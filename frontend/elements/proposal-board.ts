/* <proposal-board data-board data-changes data-moves data-undo data-may>: the board of a proposal at a desk. On a phone and without script its
   links and forms work alone. Here a row opens in the column beside it, people are dragged or moved by keys, each move says what it breaks or
   costs before it is dropped, and what other coordinators do comes in by itself. Answers are parts of the page with their ids. */
import htmx from "htmx.org";

import { Dragging } from "./board-dragging";
import { plain, uuid } from "./board-words";
import { toast } from "./toasts";

const POLL_MS = 5000;
const ROWS = "[data-row]";
const ITEMS = "[data-item]";
const TYPED = "input:not([type=radio]):not([type=range]), textarea, select";

class ProposalBoard extends HTMLElement {
  private timer = 0;
  private isBusy = false;
  private dragging = new Dragging(this, (held, to) => void this.change({ kind: "moved", person: held.person, before: held.from, after: to }));

  connectedCallback(): void {
    this.addEventListener("click", this.follow);
    this.addEventListener("submit", this.send);
    this.addEventListener("input", this.slide);
    this.dragging.listen();
    document.addEventListener("keydown", this.press);
    window.addEventListener("popstate", () => location.reload());
    if (this.dataset.live) this.timer = window.setInterval(() => void this.poll(), POLL_MS);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.press);
  }

  /* What the page knows */

  private get known(): DOMStringMap {
    return document.getElementById("ban-dieu-phoi")!.dataset;
  }

  private get isWide(): boolean {
    return matchMedia("(min-width: 64rem)").matches;
  }

  private get column(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-detail-column]")!;
  }

  private rowOf(shift: string): HTMLElement | null {
    return document.getElementById(`ca-${shift}`);
  }

  private get shiftShown(): string {
    return /\/ca\/([0-9a-f-]{36})\//.exec(location.pathname)?.[1] ?? "";
  }

  /* The person that the keys are about: the one in focus, else the one whose reasons are open */
  private chosen(): HTMLElement | null {
    return document.activeElement?.closest<HTMLElement>("[data-person]") ?? this.querySelector<HTMLElement>("[data-chosen]");
  }

  /* The column beside the board */

  private follow = (event: MouseEvent): void => {
    const target = event.target as Element;
    if (target.closest("[data-keys]")) return this.showKeys();
    const link = target.closest<HTMLAnchorElement>("a[data-row], a[data-detail], a[data-close-detail]");
    if (!link || !this.isWide || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    void this.open(link.href, event.detail === 0);
  };

  /* `focus`: to the person with this id, or to the one who stands at this place of the list now */
  private async open(address: string, focuses = false, focus = { person: "", at: 0 }): Promise<void> {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return location.assign(address);
    const place = document.getElementById("chi-tiet")!;
    place.innerHTML = await answer.text();
    htmx.process(place);
    if (address !== location.href) history.pushState(null, "", address);
    this.mark(this.shiftShown);
    this.readyTypeAhead();
    if (!focuses) return;
    const items = [...place.querySelectorAll<HTMLElement>(ITEMS)];
    const same = items.find((item) => item.closest<HTMLElement>("[data-person]")?.dataset.person === focus.person);
    (place.querySelector<HTMLElement>("[data-type-ahead] input") ?? same ?? items[Math.min(focus.at, items.length - 1)] ?? this.column).focus();
  }

  private mark(shift: string): void {
    for (const row of this.querySelectorAll<HTMLElement>("[data-shift]")) {
      row.classList.toggle("bg-tint-primary", row.dataset.shift === shift);
      const link = row.querySelector(ROWS);
      if (row.dataset.shift === shift) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
  }

  private readyTypeAhead(): void {
    const box = this.querySelector<HTMLElement>("[data-type-ahead]");
    if (!box) return;
    box.hidden = false;
    const input = box.querySelector("input")!;
    input.addEventListener("input", () => this.filter(input.value));
    input.addEventListener("keydown", (event) => {
      const first = this.querySelector<HTMLInputElement>("[data-target]:not([hidden]) input:enabled");
      if (event.key === "ArrowDown" || event.key === "Enter") event.preventDefault();
      if (!first) return;
      if (event.key === "ArrowDown") first.focus();
      if (event.key === "ArrowDown" || event.key === "Enter") first.checked = true;
      if (event.key === "Enter") first.form?.requestSubmit();
    });
    input.closest("form")!.addEventListener("keydown", (event) => {
      const target = event.target as HTMLInputElement;
      if (event.key !== "Enter" || target.type !== "radio") return;
      event.preventDefault();
      target.form?.requestSubmit();
    });
  }

  private filter(typed: string): void {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    let found = false;
    for (const label of this.querySelectorAll<HTMLElement>("[data-target]")) {
      label.hidden = !wanted.every((word) => label.dataset.words!.includes(word));
      found ||= !label.hidden;
    }
    this.querySelector<HTMLElement>("[data-no-match]")!.hidden = found;
  }

  private slide = (event: Event): void => {
    const slider = event.target as HTMLInputElement;
    const shown = slider.type === "range" ? this.querySelector(`output[for="${slider.id}"]`) : null;
    if (shown) shown.textContent = slider.value;
  };

  /* Changes */

  private send = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (!this.isWide || event.defaultPrevented) return;
    if ("detailForm" in form.dataset) {
      event.preventDefault();
      const sought = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      void this.open(`${form.action}?${sought}`);
    }
    if (!("change" in form.dataset || "moveForm" in form.dataset || "undo" in form.dataset)) return;
    event.preventDefault();
    void this.change(Object.fromEntries(new FormData(form)) as Record<string, string>, form.action);
  };

  private async change(values: Record<string, string>, address = this.dataset.moves!): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const at = Math.max([...this.querySelectorAll(ITEMS)].indexOf(document.activeElement!), 0);
    const body = new URLSearchParams({ request_id: uuid(), ...values, revision: this.known.revision! });
    const headers = { "HX-Request": "true", "X-CSRFToken": this.known.csrf! };
    const answer = await fetch(address, { method: "POST", body, headers }).catch(() => null);
    if (answer) await this.apply(answer);
    else this.sayFault();
    this.isBusy = false;
    if (answer?.ok) await this.goOn(values, at);
  }

  /* After a change the eye stays where it was: at the person who was pinned, else at who comes next in the list of the shift */
  private async goOn(values: Record<string, string>, at: number): Promise<void> {
    const shift = values.before || values.after || this.shiftShown;
    const focus = { person: values.person ?? "", at };
    if (["pinned", "unpinned", "added"].includes(values.kind)) return this.open(location.href, true, focus);
    if (shift) await this.open(`${this.dataset.board}ca/${shift}/`, true, focus);
  }

  private async apply(answer: Response): Promise<void> {
    if (answer.headers.get("HX-Refresh")) return location.reload();
    if (!answer.ok && answer.status !== 409) return this.sayFault();
    const parts = document.createElement("template");
    parts.innerHTML = await answer.text();
    for (const part of [...parts.content.querySelectorAll<HTMLElement>("[id]")]) {
      const old = document.getElementById(part.id);
      if (!old) continue;
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(part);
      htmx.process(part);
      if (hadFocus) part.querySelector<HTMLElement>("a, button")?.focus();
      if (answer.status === 200) part.classList.add("is-new");
    }
    this.mark(this.shiftShown);
    const said = parts.content.querySelector<HTMLElement>("[data-say]")?.dataset;
    if (said?.say) toast({ text: said.say, kind: said.kind === "bad" ? "bad" : "ok" });
  }

  private sayFault(): void {
    const text = document.getElementById("toasts")?.dataset.fault;
    if (text) toast({ text, kind: "bad" });
  }

  private async poll(): Promise<void> {
    if (document.hidden || this.dragging.held || this.isBusy) return;
    const query = new URLSearchParams({ state: this.known.state!, revision: this.known.revision! });
    const answer = await fetch(`${this.dataset.changes}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || answer.status === 204 || !answer.ok) return;
    await this.apply(answer);
    if (this.shiftShown && !this.column.contains(document.activeElement)) await this.open(location.href);
  }

  /* By keys: letters count only while the focus is on the board, so that nobody presses one by accident */

  private press = (event: KeyboardEvent): void => {
    const focus = document.activeElement as HTMLElement | null;
    if (!this.isWide || document.querySelector("dialog[open]") || focus?.matches(TYPED)) {
      if (event.key === "Escape" && focus && this.column.contains(focus)) this.back(event);
      return;
    }
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) return this.takeBack(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isHere = this.contains(focus);
    if (event.key === "Escape") return this.back(event);
    if (event.key.startsWith("Arrow") && (isHere || focus === document.body)) return this.walk(event, focus);
    if (isHere) this.command(event);
  };

  private command(event: KeyboardEvent): void {
    const kind = { p: "pinned", x: "forbidden", delete: "removed" }[event.key.toLowerCase()];
    if (event.key === "?") return this.showKeys();
    const person = this.dataset.may ? this.chosen() : null;
    if (!person?.dataset.person) return;
    const { person: who, from } = person.dataset as { person: string; from: string };
    if (event.key.toLowerCase() === "m") {
      event.preventDefault();
      void this.open(`${this.dataset.board}ca/${from}/nguoi/${who}/chuyen/`, true);
    } else if (kind) {
      event.preventDefault();
      const isPinned = "pinned" in person.dataset;
      void this.change({ kind: kind === "pinned" && isPinned ? "unpinned" : kind, person: who, before: from });
    }
  }

  private walk(event: KeyboardEvent, focus: HTMLElement | null): void {
    if (focus?.matches("input")) return;
    if (event.key === "ArrowRight" && focus?.matches(ROWS)) {
      event.preventDefault();
      void this.open((focus as HTMLAnchorElement).href, true);
    } else if (event.key === "ArrowLeft" && focus && this.column.contains(focus)) this.back(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...this.querySelectorAll<HTMLElement>(focus?.matches(ITEMS) ? ITEMS : ROWS)];
    const at = all.indexOf(focus!);
    const next = all[at < 0 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  private back(event: KeyboardEvent): void {
    const row = this.rowOf(this.shiftShown)?.querySelector<HTMLElement>(ROWS);
    const inMove = document.activeElement?.closest("[data-move-form]");
    event.preventDefault();
    if (inMove) void this.open(`${this.dataset.board}ca/${this.shiftShown}/`, true);
    else (row ?? this.querySelector<HTMLElement>(ROWS))?.focus();
  }

  private takeBack(event: KeyboardEvent): void {
    if (!this.dataset.may) return;
    event.preventDefault();
    this.undo();
  }

  /* Asked while a change is still on its way, it waits for that change */
  private undo = (): void => {
    if (this.isBusy) setTimeout(this.undo, 50);
    else void this.change({}, this.dataset.undo!);
  };

  private showKeys(): void {
    (document.getElementById("phim-tat") as HTMLDialogElement).showModal();
  }
}

customElements.define("proposal-board", ProposalBoard);
