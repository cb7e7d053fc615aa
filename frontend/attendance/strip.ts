/* The strip that says how the line is and what waits: no network is normal, never a dialog in the way. */
import { device } from "./device";
import type { Sending } from "./sending";
import { clock, count, word } from "./words";

export class Strip {
  constructor(
    private root: HTMLElement,
    private sending: Sending,
  ) {
    sending.addEventListener("progress", () => void this.draw());
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { line, waiting, total } = this.sending.progress;
    const isQuiet = line === "unknown" || (line === "open" && waiting === 0);
    const text = isQuiet ? "" : await lineOf(this.sending);
    const sign = line === "closed" ? "off" : line === "open" ? "wait" : "ask";
    for (const strip of this.root.querySelectorAll<HTMLElement>("[data-strip]")) {
      strip.hidden = isQuiet;
      for (const mark of strip.querySelectorAll<HTMLElement>("[data-sign]")) mark.hidden = mark.dataset.sign !== sign;
      strip.querySelector("[data-strip-title]")!.textContent = line === "open" && !total ? word("strip.waiting", { n: count(waiting) }) : word(`strip.${line}`);
      strip.querySelector("[data-strip-line]")!.textContent = text;
    }
  }
}

/* "9 lượt chờ gửi · 1.800/2.000 đã gửi · gửi lần cuối 06:52" */
export async function lineOf({ progress }: Sending): Promise<string> {
  const { sent_at } = await device();
  return [
    progress.waiting ? word("strip.waiting", { n: count(progress.waiting) }) : word("strip.none"),
    progress.total ? word("strip.progress", { done: count(progress.done), total: count(progress.total) }) : "",
    progress.reason,
    sent_at ? word("strip.last", { time: clock(sent_at) }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
