/* <incident-report data-worker data-scope data-places data-receive data-the>: the form for incidents, also without a network.
   - a report is first kept in this browser, then sent; what waits is sent when the network returns, when the page opens again, or any other page
   - the worker hands out the page's shell where there is no network; it keeps nothing of a person
   - [data-strip=offline|signed-out] are shown by what happens; <template data-pattern=waiting> is a line of the queue
   - [data-organiser] calls who is in charge of the chosen place; [data-grave] stands out when somebody's life is in danger */
import { ask, drop, flush, forget, keep, known, LATER, remember, waiting, type Outcome, type Report, type Spot, type Ways } from "../incidents/queue";

const AGAIN_MS = 20_000;

function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

class IncidentReport extends HTMLElement {
  private spots: Spot[] = [];
  private the = "";
  private timer = 0;

  private get ways(): Ways {
    return { places: this.dataset.places!, receive: this.dataset.receive! };
  }
  private get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  connectedCallback(): void {
    this.the = this.dataset.the ?? "";
    this.form?.addEventListener("submit", this.submit);
    this.form?.addEventListener("change", this.follow);
    this.querySelector("[data-here]")?.addEventListener("click", this.locate);
    window.addEventListener("online", this.send);
    window.addEventListener("offline", this.sayOffline);
    this.timer = window.setInterval(this.send, AGAIN_MS);
    void this.begin();
  }

  disconnectedCallback(): void {
    window.removeEventListener("online", this.send);
    window.removeEventListener("offline", this.sayOffline);
    clearInterval(this.timer);
  }

  private async begin(): Promise<void> {
    if ("serviceWorker" in navigator) void navigator.serviceWorker.register(this.dataset.worker!, { scope: this.dataset.scope! });
    const kept = await known().catch(() => undefined);
    this.the ||= kept?.the ?? "";
    const place = await ask(this.ways, this.the);
    if (place?.isKnown) await remember(place.spots, this.the);
    else if (place && !(await waiting()).length) await forget();
    this.offer(place ? place.spots : (kept?.spots ?? []), place?.contact ?? "");
    this.show("signed-out", place !== undefined && !place.isKnown);
    if (!place) this.sayOffline();
    await this.draw();
    await this.send();
  }

  /* What may be chosen, the nearest first; without any, the place is looked up when the report is sent. */
  private offer(spots: Spot[], contact: string): void {
    this.spots = spots;
    const box = this.form?.querySelector<HTMLSelectElement>("[name=spot]");
    if (!box) return;
    const chosen = box.value;
    const later = { value: LATER, title: this.dataset.later!, phone: "", inCharge: "" };
    box.replaceChildren(...(spots.length ? spots : [later]).map((spot) => new Option(spot.title, spot.value, false, spot.value === chosen)));
    const phone = this.form!.querySelector<HTMLInputElement>("[name=contact]");
    if (phone && !phone.value) phone.value = contact;
    this.follow();
  }

  private follow = (): void => {
    const given = new FormData(this.form!);
    const spot = this.spots.find(({ value }) => value === given.get("spot"));
    const call = this.querySelector<HTMLAnchorElement>("[data-organiser]");
    if (call) {
      call.hidden = !spot?.phone;
      call.href = `tel:${spot?.phone ?? ""}`;
      call.querySelector("[data-name]")!.textContent = spot?.inCharge || (spot?.title ?? "");
    }
    this.querySelector("[data-grave]")?.toggleAttribute("hidden", given.get("severity") !== "3");
  };

  private locate = (): void => {
    navigator.geolocation?.getCurrentPosition(({ coords }) => {
      this.form!.querySelector<HTMLInputElement>("[name=latitude]")!.value = String(coords.latitude);
      this.form!.querySelector<HTMLInputElement>("[name=longitude]")!.value = String(coords.longitude);
      this.querySelector("[data-located]")!.toggleAttribute("hidden", false);
    });
  };

  private submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = this.form!;
    const given = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")) as Record<string, string>;
    const at = given.happened_at ? new Date(given.happened_at) : new Date();
    const report: Report = { ...given, request_id: newId(), happened_at: at.toISOString(), the: this.the };
    try {
      await keep(report, this.ways);
    } catch {
      form.submit(); // This browser keeps nothing: the ordinary way, which needs the network.
      return;
    }
    form.reset();
    form.querySelector<HTMLInputElement>("[name=happened_at]")!.value = "";
    this.follow();
    await this.draw();
    await this.send();
    window.scrollTo({ top: 0 });
  };

  private send = async (): Promise<void> => {
    if (!(await waiting()).some((report) => !report.refusal)) return;
    this.told(await flush(this.ways));
    await this.draw();
  };

  private told({ sent, isOffline, isSignedOut }: Outcome): void {
    this.show("offline", isOffline);
    this.show("signed-out", isSignedOut);
    const last = sent.at(-1);
    if (!last) return;
    const strip = this.querySelector<HTMLElement>("[data-strip=sent]")!;
    strip.hidden = false;
    strip.querySelector("[data-slot=text]")!.textContent = last.text;
    strip.querySelector<HTMLAnchorElement>("a")!.href = last.url;
  }

  private sayOffline = (): void => this.show("offline", true);

  private show(name: string, isShown: boolean): void {
    const strip = this.querySelector<HTMLElement>(`[data-strip=${name}]`);
    if (strip) strip.hidden = !isShown;
  }

  private async draw(): Promise<void> {
    const list = this.querySelector<HTMLElement>("[data-queue]")!;
    const pattern = this.querySelector<HTMLTemplateElement>("template[data-pattern=waiting]")!;
    const reports = await waiting();
    list.hidden = reports.length === 0;
    this.querySelector<HTMLElement>("[data-idle]")!.hidden = reports.length > 0;
    this.querySelector<HTMLElement>("[data-kept]")!.hidden = reports.length === 0;
    list.querySelector("ul")!.replaceChildren(...reports.map((report) => this.line(pattern, report)));
  }

  private line(pattern: HTMLTemplateElement, report: Report): Element {
    const line = pattern.content.firstElementChild!.cloneNode(true) as HTMLElement;
    line.querySelector("[data-slot=text]")!.textContent = String(report.text);
    line.querySelector("[data-slot=at]")!.textContent = new Date(report.happened_at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const refusal = line.querySelector<HTMLElement>("[data-slot=refusal]")!;
    refusal.textContent = report.refusal ?? "";
    line.querySelector<HTMLElement>("[data-waits]")!.hidden = Boolean(report.refusal);
    const button = line.querySelector<HTMLButtonElement>("[data-drop]")!;
    button.hidden = !report.refusal;
    button.addEventListener("click", () => void drop(report.request_id).then(() => this.draw()));
    return line;
  }
}

customElements.define("incident-report", IncidentReport);
