/* <check-in data-url="…/den/">…</check-in>: sends every scan inside it as JSON and fills the screen with the answer.
   - listens to `scan` of a <qr-scanner> and to forms with `data-scan` (a typed code, a tap on the roster), which work by themselves too
   - <template data-pattern="result|failed|sending"> are the screens; elements with `data-slot="name"` take the answer's texts
   - a scan that got no answer stays on the screen with the id it was born with, so that sending it again never counts it twice
   - [data-arrived], [data-seats], [data-last] follow the answers; a visible [data-roster] is asked to refresh */
import htmx from "htmx.org";

import { newId } from "../attendance/ids";
import { fillResult, openScreen, type Result, SHOWN_MS } from "../attendance/result";

interface Scan {
  scan_id: string;
  device_at: string;
  pass_text?: string;
  code?: string;
  pick?: string;
}
interface Answer extends Result {
  arrived: number | null;
  places: number | null;
}
type Scanner = HTMLElement & { pause(): void; resume(): void };

const PATIENCE_MS = 15_000;
const SAY_SENDING_AFTER_MS = 300;
class CheckIn extends HTMLElement {
  private isBusy = false;
  private screen?: HTMLElement;
  private timer = 0;
  private back?: HTMLElement;

  connectedCallback(): void {
    this.addEventListener("scan", (event) => void this.send({ pass_text: (event as CustomEvent<{ text: string }>).detail.text }));
    this.addEventListener("submit", this.submit);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.press);
    clearTimeout(this.timer);
  }

  private submit = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-scan]")) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    const box = form.querySelector<HTMLInputElement>("[name=code]");
    if (button?.name === "pick") void this.send({ pick: button.value }, button.dataset.name);
    else if (box?.value.trim()) void this.send({ code: box.value.trim() }, box.value.trim()).then(() => (box.value = ""));
    else box?.focus();
  };

  private press = (event: KeyboardEvent): void => {
    const sought = this.querySelector<HTMLInputElement>("#sought");
    if (event.key !== "/" || !sought || this.screen || (event.target as Element).matches("input, textarea, select")) return;
    event.preventDefault();
    sought.focus();
  };

  private send(what: Partial<Scan>, name = ""): Promise<void> {
    if (this.isBusy) return Promise.resolve();
    this.isBusy = true;
    this.scanner()?.pause();
    this.back = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    const [, picked] = what.pick?.split(" ") ?? [];
    return this.post({ ...what, scan_id: picked ?? newId(), device_at: new Date().toISOString() }, name);
  }

  private async post(scan: Scan, name: string): Promise<void> {
    const slow = window.setTimeout(() => this.open("sending"), SAY_SENDING_AFTER_MS);
    const answer = await this.ask(scan).catch(() => undefined);
    clearTimeout(slow);
    if (answer) this.show(answer);
    else this.keep(scan, name);
  }

  /* The answer, whether it welcomes or refuses; nothing where none of ours came. */
  private async ask(scan: Scan): Promise<Answer | undefined> {
    const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const response = await fetch(this.dataset.url!, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(scan),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
    return isOurs ? ((await response.json()) as Answer) : undefined;
  }

  private show(answer: Answer): void {
    const screen = this.open("result");
    fillResult(screen, answer);
    screen.querySelector("[data-next]")?.addEventListener("click", () => this.next());
    screen.querySelector<HTMLElement>("[data-next]")?.focus();
    const shown = SHOWN_MS[answer.kind];
    if (shown) this.timer = window.setTimeout(() => this.next(), shown);
    this.isBusy = false;
    if (answer.kind === "ok") this.count(answer);
  }

  private keep(scan: Scan, name: string): void {
    const screen = this.open("failed");
    screen.querySelector<HTMLElement>("[data-slot=name]")!.textContent = name;
    screen.querySelector("[data-again]")?.addEventListener("click", () => {
      this.open("sending");
      void this.post(scan, name);
    });
    screen.querySelector("[data-drop]")?.addEventListener("click", () => this.next());
    screen.querySelector<HTMLElement>("[data-again]")?.focus();
  }

  private next(): void {
    clearTimeout(this.timer);
    this.screen?.remove();
    this.screen = undefined;
    this.isBusy = false;
    if (this.back?.isConnected) this.back.focus();
    this.scanner()?.resume();
  }

  private open(name: string): HTMLElement {
    clearTimeout(this.timer);
    this.screen?.remove();
    this.screen = openScreen(this, name);
    this.screen.addEventListener("cancel", this.escape);
    return this.screen;
  }

  /* Esc leaves an answer, never a scan that is not recorded. */
  private escape = (event: Event): void => {
    event.preventDefault();
    if (this.screen?.querySelector("[data-next]")) this.next();
  };

  private count({ arrived, places, name, at }: Answer): void {
    if (arrived !== null) for (const figure of document.querySelectorAll("[data-arrived]")) figure.textContent = String(arrived);
    for (const [place, seat] of this.querySelectorAll("[data-seats] circle").entries())
      if (place < (arrived ?? 0)) seat.setAttribute("class", "seat-on");
    const share = `${places ? (100 * Math.min(arrived ?? 0, places)) / places : 0}%`;
    this.querySelector("[data-seats] .bar-on")?.setAttribute("width", share);
    this.querySelector("[data-seats] .bar-gap")?.setAttribute("x", share);
    const last = this.querySelector<HTMLElement>("[data-last]");
    if (last) {
      last.hidden = false;
      last.querySelector("[data-last-name]")!.textContent = name;
      last.querySelector("[data-last-at]")!.textContent = at;
    }
    const roster = this.querySelector<HTMLElement>("[data-roster]");
    if (roster?.offsetParent) htmx.trigger(roster, "refresh", {});
  }

  private scanner(): Scanner | null {
    const found = this.querySelector<Scanner>("qr-scanner");
    return found && "pause" in found ? found : null;
  }
}

customElements.define("check-in", CheckIn);
