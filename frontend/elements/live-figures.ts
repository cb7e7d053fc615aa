/* <live-figures data-stream="…" data-ask="…">: keeps figures of the page true while people arrive.
   - listens to `data-stream` (server-sent events); where there is none, or it ends for good, asks `data-ask` every 10 seconds, which also
     says where to listen again
   - [data-figure="arrived|left|taken|places"][data-shift] take the numbers; [data-latest] the last arrivals, made of [data-newcomer]
   - [data-says="live|asks|lost"] inside it: which of the three it is */
interface Counts {
  arrived: number;
  left: number;
  taken: number;
  places: number;
}
interface Newcomer {
  id: string;
  name: string;
  at: string;
}
interface Figures {
  shifts: Record<string, Counts>;
  latest: Newcomer[];
}
type State = "live" | "asks" | "lost";

const ASK_MS = 10_000;
const OPEN_MS = 5_000;

class LiveFigures extends HTMLElement {
  private stream?: EventSource;
  private asking = 0;
  private opening = 0;

  connectedCallback(): void {
    if (this.dataset.stream) this.listen(this.dataset.stream);
    else this.askOften();
  }

  disconnectedCallback(): void {
    this.close();
    clearInterval(this.asking);
  }

  private listen(address: string): void {
    this.close();
    const stream = (this.stream = new EventSource(address));
    this.opening = window.setTimeout(() => this.giveUp(), OPEN_MS);
    stream.onopen = () => {
      clearTimeout(this.opening);
      clearInterval(this.asking);
      this.opening = this.asking = 0;
      this.say("live");
    };
    stream.onmessage = (event: MessageEvent<string>) => this.show(JSON.parse(event.data) as Figures);
    /* The browser tries again by itself; each try that fails comes here, and the patience is for all of them together. */
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) this.giveUp();
      else this.opening ||= window.setTimeout(() => this.giveUp(), OPEN_MS);
    };
  }

  private close(): void {
    clearTimeout(this.opening);
    this.opening = 0;
    this.stream?.close();
    this.stream = undefined;
  }

  private giveUp(): void {
    this.close();
    this.askOften();
  }

  /* While it asks already, the next time is soon enough. */
  private askOften(): void {
    if (this.asking) return;
    this.asking = window.setInterval(() => void this.ask(), ASK_MS);
    void this.ask();
  }

  private async ask(): Promise<void> {
    try {
      const response = await fetch(this.dataset.ask!, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!response.ok) throw new Error(String(response.status));
      const { now, stream } = (await response.json()) as { now: Figures; stream: string };
      this.say("asks");
      this.show(now);
      if (stream && !this.stream) this.listen(stream);
    } catch {
      this.say("lost");
    }
  }

  private say(state: State): void {
    this.dataset.state = state;
    for (const words of this.querySelectorAll<HTMLElement>("[data-says]")) words.hidden = words.dataset.says !== state;
  }

  private show({ shifts, latest }: Figures): void {
    for (const place of document.querySelectorAll<HTMLElement>("[data-figure][data-shift]")) {
      const counts = shifts[place.dataset.shift!];
      const figure = counts?.[place.dataset.figure as keyof Counts];
      if (figure !== undefined && place.textContent !== String(figure)) place.textContent = String(figure);
    }
    for (const list of document.querySelectorAll<HTMLElement>("[data-latest]")) this.fill(list, latest.slice(0, Number(list.dataset.most ?? 8)));
  }

  private fill(list: HTMLElement, latest: Newcomer[]): void {
    const pattern = document.querySelector<HTMLTemplateElement>("template[data-newcomer]")!;
    const known = new Map([...list.querySelectorAll<HTMLElement>("[data-one]")].map((row) => [row.dataset.one!, row]));
    list.replaceChildren(...latest.map((one) => known.get(one.id) ?? this.row(pattern, one)));
  }

  private row(pattern: HTMLTemplateElement, one: Newcomer): HTMLElement {
    const row = pattern.content.firstElementChild!.cloneNode(true) as HTMLElement;
    row.dataset.one = one.id;
    row.querySelector("[data-slot=name]")!.textContent = one.name;
    row.querySelector("[data-slot=at]")!.textContent = one.at;
    return row;
  }
}

customElements.define("live-figures", LiveFigures);

export {};
