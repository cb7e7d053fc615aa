/* Requests of a map: of each kind only the last one counts, those before are broken off. What takes longer than a moment is said, and what fails. */
const PATIENCE_MS = 300;
const SAID_MS = 8_000;

export class Requests {
  private running = new Map<string, AbortController>();
  private sign = document.createElement("p");
  private silence = 0;

  constructor(private host: HTMLElement) {
    this.sign.className = "map-wait";
    this.sign.setAttribute("role", "status");
  }

  json<T>(kind: string, address: string): Promise<T | undefined> {
    return this.answer(kind, address, (answer) => answer.json() as Promise<T>);
  }

  text(kind: string, address: string): Promise<string | undefined> {
    return this.answer(kind, address, (answer) => answer.text());
  }

  stop(): void {
    for (const one of this.running.values()) one.abort();
  }

  /* A sentence over the map for some seconds. */
  say(text: string): void {
    clearTimeout(this.silence);
    this.sign.textContent = text;
    this.host.append(this.sign);
    this.silence = window.setTimeout(() => this.sign.remove(), SAID_MS);
  }

  private async answer<T>(kind: string, address: string, read: (answer: Response) => Promise<T>): Promise<T | undefined> {
    this.running.get(kind)?.abort();
    const control = new AbortController();
    this.running.set(kind, control);
    const patience = window.setTimeout(() => this.wait(), PATIENCE_MS);
    try {
      const answer = await fetch(address, { credentials: "same-origin", signal: control.signal });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      const found = await read(answer);
      if (this.running.get(kind) === control) this.rest();
      return found;
    } catch {
      if (!control.signal.aborted) this.say(this.host.dataset.fault ?? "");
      return undefined;
    } finally {
      clearTimeout(patience);
    }
  }

  /* What was said before is not talked over. */
  private wait(): void {
    this.host.classList.add("is-loading");
    if (!this.sign.isConnected) this.say(this.host.dataset.wait ?? "");
  }

  private rest(): void {
    this.host.classList.remove("is-loading");
    if (this.sign.textContent === this.host.dataset.wait) this.sign.remove();
  }
}
