/* The people of a shift: found by name or digits, checked in or out by hand, and what became of each. */
import type { KeptShift } from "./device";
import type { Guest, Mark, Marks } from "./marks";
import { fillSlots } from "./result";
import { search } from "./roster-search";
import type { Direction } from "./rules";
import type { Person } from "./server";
import { clock, plain, word } from "./words";

const SOON_MS = 150;

export class RosterView {
  private timer = 0;
  private sought: HTMLInputElement;

  constructor(
    private root: HTMLElement,
    private pattern: HTMLTemplateElement,
    private state: () => { shift: KeptShift; marks: Marks; direction: Direction } | undefined,
    private pick: (person: Person) => void,
    private note: (person: Person) => void,
  ) {
    this.sought = root.querySelector<HTMLInputElement>("[data-sought]")!;
    this.sought.addEventListener("input", () => this.draw());
    this.sought.addEventListener("keydown", this.enter);
    document.addEventListener("keydown", this.slash);
  }

  focus(): void {
    this.sought.value = "";
    this.draw();
    this.sought.focus();
  }

  /* After a scan the list follows in a moment, so that the next scan is not held up. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.draw(), SOON_MS);
  }

  draw(): void {
    const state = this.state();
    if (!state || this.root.offsetParent === null) return;
    const { shift, marks } = state;
    const people = search(shift.roster, this.sought.value);
    const typed = plain(this.sought.value.trim());
    const guests = [...marks.guests.values()].filter(({ name, phone }) => plain(name).includes(typed) || phone.endsWith(typed));
    this.root.querySelector("[data-people]")!.replaceChildren(...guests.map((guest) => this.guest(guest)), ...people.map((person) => this.person(person, state)));
    this.root.querySelector<HTMLElement>("[data-nobody]")!.hidden = people.length + guests.length > 0;
  }

  private row(): HTMLElement {
    return this.pattern.content.firstElementChild!.cloneNode(true) as HTMLElement;
  }

  private person(person: Person, { marks, direction }: { marks: Marks; direction: Direction }): HTMLElement {
    const [came, left] = [marks.arrivals.get(person.signup), marks.leavings.get(person.signup)];
    const mark = direction === "in" ? came : left;
    const row = this.row();
    const bare = [person.role, person.minor ? word("door.no_consent") : "", person.unread ? word("door.no_briefing") : ""].filter(Boolean).join(", ");
    const note = mark?.said ? [bare, mark.said].filter(Boolean).join(". ") : bare;
    const [in_, out] = [came ? clock(came.at) : "", left ? clock(left.at) : ""];
    fillSlots(row, { name: person.name, note, came: in_, left: out, short: [in_ && `${in_}${out && `–${out}`}`, note].filter(Boolean).join(" · ") });
    const button = row.querySelector<HTMLButtonElement>("[data-pick]")!;
    button.textContent = word(`door.verb_${direction}`);
    button.setAttribute("aria-label", word(`door.by_hand_${direction}`, { name: person.name }));
    button.addEventListener("click", () => this.pick(person));
    row.querySelector("[data-note]")!.addEventListener("click", () => this.note(person));
    this.show(row, mark && mark.standing !== "changed" ? mark.standing : this.todo(person, direction, came, mark));
    return row;
  }

  private todo(person: Person, direction: Direction, came: Mark | undefined, mark: Mark | undefined): string {
    if (mark) return mark.standing;
    if (direction === "in") return person.minor ? "barred" : "todo";
    return came ? "todo" : "off";
  }

  private guest(guest: Guest): HTMLElement {
    const row = this.row();
    fillSlots(row, { name: guest.name, note: guest.said ?? word("door.guest"), came: clock(guest.at), short: `${clock(guest.at)} · ${word("door.guest")}` });
    this.show(row, guest.standing);
    row.querySelector("[data-note]")!.remove();
    return row;
  }

  private show(row: HTMLElement, name: string): void {
    for (const state of row.querySelectorAll<HTMLElement>("[data-state]")) if (state.dataset.state !== name) state.remove();
  }

  private enter = (event: KeyboardEvent): void => {
    const buttons = this.root.querySelectorAll<HTMLButtonElement>("[data-pick]");
    if (event.key === "Enter" && buttons.length === 1) buttons[0]!.click();
  };

  private slash = (event: KeyboardEvent): void => {
    if (event.key !== "/" || this.root.offsetParent === null || (event.target as Element).matches("input, textarea") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.sought.focus();
  };
}
