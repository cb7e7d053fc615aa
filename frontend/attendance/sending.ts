/* Brings what waits to the server: in batches, one tab at a time, again and again until each act has its answer. */
import { change, device, type Device } from "./device";
import { howMany, type Kept, settle, waiting } from "./queue";
import { Declined, NoSignal, type Server, SignedOut, type Who } from "./server";

export type Line = "unknown" | "open" | "closed" | "signed_out" | "other_user" | "declined";
export interface Progress {
  line: Line;
  waiting: number;
  /* Of the sending that goes on now. */
  done: number;
  total: number;
  user: Who | null;
  /* Why the server took nothing of it. */
  reason: string;
}

const MOST = 2000;
const EVERY_MS = 60_000;
const SOON_MS = 1500;
const FIRST_PAUSE_MS = 2000;
const LOCK = "aoxanh-door-sending";
const NEWS = "aoxanh-door";

export class Sending extends EventTarget {
  progress: Progress = { line: "unknown", waiting: 0, done: 0, total: 0, user: null, reason: "" };
  private timer = 0;
  private pause = FIRST_PAUSE_MS;
  private running?: Promise<void>;
  private tabs = new BroadcastChannel(NEWS);

  constructor(
    private server: Server,
    private version: string,
  ) {
    super();
    this.tabs.onmessage = () => void this.count().then(() => this.dispatchEvent(new Event("answers")));
    window.addEventListener("online", () => void this.now());
    window.addEventListener("offline", () => this.say({ line: "closed" }));
    document.addEventListener("visibilitychange", () => document.hidden || void this.now());
    void this.now();
  }

  /* Something was kept: it leaves soon, with whatever comes in the meantime. */
  async added(): Promise<void> {
    await this.count();
    this.tabs.postMessage("");
    if (this.progress.line !== "closed") this.later(SOON_MS);
  }

  now(): Promise<void> {
    this.running ??= this.alone().finally(() => {
      this.running = undefined;
      this.later(this.progress.line === "closed" ? this.pause : EVERY_MS);
    });
    return this.running;
  }

  /* One tab at a time. Where the browser has no locks, the server keeps two from counting twice. */
  private async alone(): Promise<void> {
    if (!navigator.locks) return this.all();
    await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? this.all() : undefined));
  }

  /* Sends also what others than the one signed in have kept here. */
  async handOver(people: Who[]): Promise<void> {
    await change({ handed: people });
    await this.now();
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.now(), milliseconds);
  }

  private async count(): Promise<void> {
    this.say({ waiting: await howMany() });
  }

  private say(news: Partial<Progress>): void {
    Object.assign(this.progress, news);
    this.dispatchEvent(new Event("progress"));
  }

  private async all(): Promise<void> {
    try {
      await this.count();
      const { token, user } = await this.server.who();
      this.say({ user, reason: "" });
      await this.batches(token, user);
      this.pause = FIRST_PAUSE_MS;
    } catch (error) {
      this.stumble(error);
    } finally {
      this.say({ done: 0, total: 0, waiting: await howMany() });
      this.dispatchEvent(new Event("answers"));
      this.tabs.postMessage("");
    }
  }

  private stumble(error: unknown): void {
    if (error instanceof NoSignal) this.say({ line: "closed" });
    else if (error instanceof SignedOut) this.say({ line: "signed_out", user: null });
    else if (error instanceof Declined) this.say({ line: "declined", reason: error.message });
    else throw error;
    this.pause = Math.min(this.pause * 2, EVERY_MS);
  }

  /* A batch that is too large is sent in parts; an act that the server cannot take stays, and the others go past it. */
  private async batches(token: string, user: Who): Promise<void> {
    const mine = await device();
    const may = new Set([user.id, ...mine.handed.map(({ id }) => id)]);
    const kept = await waiting();
    const ready = kept.filter(({ by }) => may.has(by));
    this.say({ total: ready.length, done: 0, line: ready.length < kept.length ? "other_user" : "open" });
    let declined: Declined | undefined;
    for (let at = 0, most = MOST; at < ready.length; ) {
      const batch = ready.slice(at, at + most);
      try {
        await this.send(batch, kept.length - at - batch.length, mine, token);
      } catch (error) {
        if (!(error instanceof Declined) || ![400, 413].includes(error.status)) throw error;
        if (most > 1) {
          most = Math.ceil(most / 8);
          continue;
        }
        declined = error;
      }
      at += batch.length;
      this.say({ done: at, waiting: await howMany() });
    }
    if (declined) throw declined;
  }

  private async send(batch: Kept[], rest: number, { id, name }: Device, token: string): Promise<void> {
    const scans = batch.map(({ number: _number, by_name: _name, ...act }) => act);
    const sent_at = new Date().toISOString();
    const said = await this.server.send({ device: id, name, version: this.version, sent_at, waiting: rest, scans }, token);
    await settle(batch, said.answers);
    await change({ sent_at: new Date().toISOString(), clock_ms: said.offset_ms });
  }
}
