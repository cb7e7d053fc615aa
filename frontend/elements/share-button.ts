/* <share-button data-url data-title data-text data-done><button>…</button></share-button>: the phone's own share sheet where there is one,
   else the address is copied and a toast says `data-done`. */
import { copy } from "./copy-text";

class ShareButton extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", () => void this.share());
  }

  private async share(): Promise<void> {
    const { url = location.href, title = document.title, text, done = "" } = this.dataset;
    if (!navigator.share) return copy(url, done);
    try {
      await navigator.share({ url, title, text });
    } catch (error) {
      if ((error as DOMException).name !== "AbortError") await copy(url, done);
    }
  }
}

customElements.define("share-button", ShareButton);
