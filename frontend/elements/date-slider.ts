/* <date-slider data-from="2023-01-01"><span data-shown>…</span><input type="range">…</date-slider>: a slider over days, counted from `data-from`.
   It sets the date field (`[name=ngay]`) of the page's form #xem and sends it, once it has rested; without script that form does it alone.
   PageUp and PageDown go by a month; the arrows by a day. The field, changed by hand, moves the slider. */
const REST_MS = 350;
const MONTH = 30;

class DateSlider extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    const range = this.querySelector<HTMLInputElement>("input[type=range]");
    if (!range) return;
    range.classList.remove("hidden");
    range.addEventListener("input", () => this.show(this.dayAt(range.valueAsNumber), range));
    range.addEventListener("change", () => this.send());
    range.addEventListener("keydown", (event) => this.leap(event, range));
    this.field()?.addEventListener("change", () => this.follow(range));
  }

  disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  private field(): HTMLInputElement | null {
    return document.querySelector<HTMLInputElement>("#xem [name=ngay]");
  }

  private dayAt(step: number): string {
    return new Date(Date.parse(this.dataset.from!) + step * 86_400_000).toISOString().slice(0, 10);
  }

  private show(day: string, range: HTMLInputElement): void {
    const text = day.split("-").reverse().join("/");
    this.querySelector("[data-shown]")!.textContent = text;
    range.setAttribute("aria-valuetext", text);
    const field = this.field();
    if (field) field.value = day;
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const form = document.querySelector<HTMLFormElement>("#xem");
      if (form) form.requestSubmit();
      else location.href = `${this.dataset.url ?? location.pathname}?ngay=${this.dayAt(this.querySelector<HTMLInputElement>("input")!.valueAsNumber)}`;
    }, REST_MS);
  }

  private leap(event: KeyboardEvent, range: HTMLInputElement): void {
    const step = { PageUp: MONTH, PageDown: -MONTH }[event.key];
    if (!step) return;
    event.preventDefault();
    range.valueAsNumber += step;
    this.show(this.dayAt(range.valueAsNumber), range);
    this.send();
  }

  private follow(range: HTMLInputElement): void {
    const day = this.field()?.value;
    if (!day) return;
    range.valueAsNumber = Math.round((Date.parse(day) - Date.parse(this.dataset.from!)) / 86_400_000);
    this.show(day, range);
  }
}

customElements.define("date-slider", DateSlider);

export {};
