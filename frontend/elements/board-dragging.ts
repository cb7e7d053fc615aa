/* People of the proposal board dragged onto other shifts: the row under the pointer says what the move breaks or costs before it is dropped. */
import { toast } from "./toasts";

export interface Held {
  person: string;
  from: string;
}

interface Trial {
  ok: boolean;
  text: string;
}

export class Dragging {
  held: Held | null = null;
  private trials = new Map<string, Trial>();
  private reasons = new Map<HTMLElement, string>();

  constructor(
    private board: HTMLElement,
    private dropped: (held: Held, to: string) => void,
  ) {}

  listen(): void {
    this.board.addEventListener("dragstart", this.lift);
    this.board.addEventListener("dragover", this.hover);
    this.board.addEventListener("drop", this.drop);
    this.board.addEventListener("dragend", () => this.letGo());
  }

  private lift = (event: DragEvent): void => {
    const item = (event.target as Element).closest<HTMLElement>("[draggable=true]");
    if (!item) return;
    this.held = { person: item.dataset.person!, from: item.dataset.from! };
    event.dataTransfer!.effectAllowed = "move";
    event.dataTransfer!.setData("text/plain", item.dataset.name!);
  };

  private hover = (event: DragEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("[data-shift]");
    for (const [other, kept] of this.reasons) if (other !== row) this.forget(other, kept);
    if (!row || !this.held || row.dataset.shift === this.held.from) return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = "move";
    if (!this.reasons.has(row)) void this.tryOut(row, this.held);
  };

  private async tryOut(row: HTMLElement, held: Held): Promise<void> {
    const why = row.querySelector<HTMLElement>("[data-why]")!;
    this.reasons.set(row, why.innerHTML);
    row.classList.add("is-target");
    const key = `${held.person} ${held.from} ${row.dataset.shift}`;
    if (!this.trials.has(key)) {
      const address = `${this.board.dataset.board}ca/${held.from}/nguoi/${held.person}/thu/?sang=${row.dataset.shift}`;
      const answer = await fetch(address);
      if (answer.ok) this.trials.set(key, await answer.json());
    }
    const trial = this.trials.get(key);
    if (!trial || !this.reasons.has(row)) return;
    const said = document.createElement("span");
    said.className = trial.ok ? "font-bold num" : "font-semibold text-error";
    said.textContent = trial.text;
    why.replaceChildren(said);
  }

  private forget(row: HTMLElement, kept: string): void {
    row.querySelector("[data-why]")!.innerHTML = kept;
    row.classList.remove("is-target");
    this.reasons.delete(row);
  }

  private letGo(): void {
    for (const [row, kept] of this.reasons) this.forget(row, kept);
    this.held = null;
    this.trials.clear();
  }

  private drop = (event: DragEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("[data-shift]");
    const held = this.held;
    if (!row || !held) return;
    event.preventDefault();
    const trial = this.trials.get(`${held.person} ${held.from} ${row.dataset.shift}`);
    this.letGo();
    if (trial && !trial.ok) toast({ text: trial.text, kind: "bad" });
    else this.dropped(held, row.dataset.shift!);
  };
}
