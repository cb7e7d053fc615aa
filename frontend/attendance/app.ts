/* <door-app data-worker data-scope data-shifts data-prepare data-send data-who>: check-in that goes on without a network.
   The page is a shell without people; screens are sections with `data-screen`, chosen by the address: "#" home, "#ca/<shift>" the door, "#gui" the queue. */
import "../styles/main.css";
import "../elements/dialog-opener";

import { forgetOver } from "./device";
import { DoorScreen } from "./door-screen";
import { HomeScreen } from "./home-screen";
import { Installing } from "./installing";
import { forgetOld } from "./queue";
import { QueueScreen } from "./queue-screen";
import { Sending } from "./sending";
import { Server } from "./server";
import { Strip } from "./strip";

class DoorApp extends HTMLElement {
  private door?: DoorScreen;
  private home?: HomeScreen;
  private queue?: QueueScreen;

  connectedCallback(): void {
    const { shifts = "", prepare = "", send = "", who = "", worker = "", scope = "" } = this.dataset;
    const server = new Server({ shifts, prepare, send, who });
    const sending = new Sending(server, document.querySelector<HTMLScriptElement>("script[src*='/app-']")?.src.split("/").pop() ?? "");
    new Strip(this, sending);
    new Installing(this.screen("home"), worker, scope);
    this.door = new DoorScreen(this, this.screen("door"), sending);
    this.home = new HomeScreen(this.screen("home"), server, sending);
    this.queue = new QueueScreen(this.screen("queue"), sending);
    window.addEventListener("hashchange", () => void this.route());
    void this.route();
    void Promise.all([forgetOver(), forgetOld()]).catch(() => undefined);
  }

  private screen(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-screen=${name}]`)!;
  }

  private async route(): Promise<void> {
    const [place, shift] = location.hash.slice(1).split("/");
    const isDoor = place === "ca" && (await this.door!.open(shift!));
    if (!isDoor) this.door!.close();
    const name = isDoor ? "door" : place === "gui" ? "queue" : "home";
    for (const screen of this.querySelectorAll<HTMLElement>("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
    if (name === "home") await this.home!.show();
    if (name === "queue") await this.queue!.show();
    this.dataset.at = name;
    scrollTo(0, 0);
  }
}

customElements.define("door-app", DoorApp);
