/* <dialog-opener for="ID"><button>…</button></dialog-opener> opens the native <dialog id="ID">; the browser traps the focus and closes on Esc.
   A link instead of the button leads to a page with the same form where there is no script. Inside, `data-close` closes, and so does a click beside the dialog. */
class DialogOpener extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const dialog = document.getElementById(this.getAttribute("for") ?? "");
      if (!(dialog instanceof HTMLDialogElement)) return;
      event.preventDefault();
      dialog.showModal();
    });
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target instanceof HTMLDialogElement && !isInside(target, event)) target.close();
  target.closest("[data-close]")?.closest("dialog")?.close();
});

function isInside(dialog: HTMLDialogElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

customElements.define("dialog-opener", DialogOpener);
