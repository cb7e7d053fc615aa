/* One screen for the result of whoever came last: the next scan takes it over, and a refusal stays until it was read. */
import { fillResult, openScreen, type Result, SHOWN_MS } from "./result";
import type { Sending } from "./sending";
import { clock, count, word } from "./words";

interface Ways {
  isOver(): void;
  find(): void;
  add(name: string): void;
}

const ADDABLE = new Set(["wrong_activity", "wrong_shift"]);

export class ResultScreen {
  private screen?: HTMLDialogElement;
  private timer = 0;
  private shown?: Result;

  constructor(
    private host: HTMLElement,
    private sending: Sending,
    private ways: Ways,
  ) {}

  show(result: Result, portrait: string): void {
    clearTimeout(this.timer);
    this.shown = result;
    this.screen ??= this.open();
    fillResult(this.screen, { ...result, at: this.top() });
    const picture = this.screen.querySelector<HTMLImageElement>("[data-portrait]")!;
    picture.hidden = !portrait;
    if (portrait) picture.src = portrait;
    this.screen.querySelector<HTMLElement>("[data-add]")!.hidden = !ADDABLE.has(result.code);
    this.screen.querySelector<HTMLElement>("[data-next]")!.focus();
    const milliseconds = SHOWN_MS[result.kind];
    if (milliseconds) this.timer = window.setTimeout(() => this.close(), milliseconds);
  }

  close(): void {
    clearTimeout(this.timer);
    if (!this.screen) return;
    this.screen.remove();
    this.screen = undefined;
    this.ways.isOver();
  }

  private open(): HTMLDialogElement {
    const screen = openScreen(this.host, "result") as HTMLDialogElement;
    const follow = (selector: string, way: () => void): void =>
      screen.querySelector(selector)!.addEventListener("click", () => {
        this.close();
        way();
      });
    follow("[data-next]", () => undefined);
    follow("[data-other]", () => this.ways.find());
    follow("[data-find]", () => this.ways.find());
    follow("[data-add]", () => this.ways.add(this.shown?.name ?? ""));
    screen.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    return screen;
  }

  private top(): string {
    const { waiting } = this.sending.progress;
    return [clock(Date.now()), waiting ? word("strip.waiting", { n: count(waiting) }) : ""].filter(Boolean).join(" · ");
  }
}
