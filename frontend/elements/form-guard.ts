/* <form-guard><form>…</form></form-guard>: a form cannot be sent twice, its button shows that it is busy, and leaving asks first when something
   was typed and not sent, save with `data-quiet`. <error-summary> takes the focus and leads it to the field that a mistake names. */
class FormGuard extends HTMLElement {
  private isDirty = false;
  private isSent = false;

  connectedCallback(): void {
    this.addEventListener("input", () => (this.isDirty = true));
    this.addEventListener("submit", this.send);
    this.addEventListener("htmx:afterRequest", this.release);
    window.addEventListener("beforeunload", this.warn);
    window.addEventListener("pageshow", this.release); // back from the next page, out of the browser's own cache
  }

  disconnectedCallback(): void {
    window.removeEventListener("beforeunload", this.warn);
    window.removeEventListener("pageshow", this.release);
  }

  private send = (event: SubmitEvent): void => {
    if (this.isSent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.isSent = true;
    this.isDirty = false;
    event.submitter?.classList.add("is-busy");
    event.submitter?.setAttribute("aria-busy", "true");
  };

  private release = (): void => {
    this.isSent = false;
    for (const button of this.querySelectorAll(".is-busy")) {
      button.classList.remove("is-busy");
      button.removeAttribute("aria-busy");
    }
  };

  private warn = (event: BeforeUnloadEvent): void => {
    if (this.isDirty && !("quiet" in this.dataset)) event.preventDefault();
  };
}

class ErrorSummary extends HTMLElement {
  connectedCallback(): void {
    this.focus();
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }
}

customElements.define("form-guard", FormGuard);
customElements.define("error-summary", ErrorSummary);
