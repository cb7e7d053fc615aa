/* <copy-text data-text data-done><button>…</button></copy-text>: copies the text, or what the field that `data-from` selects holds; a toast says `data-done`. */
import { toast } from "./toasts";

export async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text); // plain http on a local network has no clipboard
  }
  toast({ text: done || text });
}

function copyBySelection(text: string): void {
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

class CopyText extends HTMLElement {
  private get text(): string {
    const { text, from } = this.dataset;
    return text ?? (from ? (document.querySelector<HTMLTextAreaElement>(from)?.value ?? "") : "");
  }

  connectedCallback(): void {
    this.addEventListener("click", () => void copy(this.text, this.dataset.done ?? ""));
  }
}

customElements.define("copy-text", CopyText);
