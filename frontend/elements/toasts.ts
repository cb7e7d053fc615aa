/* <toast-list> holds toasts. An htmx answer with `HX-Trigger: {"toast": {text, kind, undo}}` or any `toast` event on the page adds one,
   drawn from <template id="toast-ok"> or <template id="toast-bad">.
   <toast-undo> is one toast: it goes after 8 seconds, not while it is pointed at or holds the focus; one of kind "bad" stays until closed. */
import htmx from "htmx.org";

export interface Toast {
  text: string;
  kind?: "ok" | "bad";
  undo?: string;
}

const SHOWN_MS = 8000;

export function toast(detail: Toast): void {
  document.body.dispatchEvent(new CustomEvent("toast", { detail }));
}

class ToastList extends HTMLElement {
  connectedCallback(): void {
    document.body.addEventListener("toast", this.add);
  }

  disconnectedCallback(): void {
    document.body.removeEventListener("toast", this.add);
  }

  private add = (event: Event): void => {
    const { text, kind = "ok", undo = "" } = (event as CustomEvent<Toast>).detail;
    const pattern = document.querySelector<HTMLTemplateElement>(`#toast-${kind}`);
    const drawn = pattern?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!drawn) return;
    drawn.querySelector("[data-toast-text]")!.textContent = text;
    const button = drawn.querySelector<HTMLButtonElement>("[data-toast-undo]");
    if (undo)
      button?.addEventListener("click", () => {
        void htmx.ajax("post", undo, { source: document.body, swap: "none" });
        drawn.remove();
      });
    else button?.remove();
    this.append(drawn);
  };
}

class ToastUndo extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.querySelector("[data-toast-close]")?.addEventListener("click", () => this.remove());
    if (this.dataset.kind === "bad") return;
    for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, () => clearTimeout(this.timer));
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => this.wait());
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.remove(), SHOWN_MS);
  }
}

customElements.define("toast-list", ToastList);
customElements.define("toast-undo", ToastUndo);
