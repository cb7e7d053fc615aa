/* <map-page hx-boost …> around a list and a server-drawn map. htmx boosts HTML links only: a pin of the drawing, which is an SVG link, is
   followed the same way. What a choice opens takes the focus, so that a screen reader reads it and Tab goes on from there. */
import htmx from "htmx.org";

class MapPage extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.follow);
    this.addEventListener("htmx:afterSettle", ({ target }) => {
      if ((target as Element).id === "sheet") this.querySelector<HTMLElement>("#sheet article")?.focus({ preventScroll: true });
    });
  }

  private follow = (event: MouseEvent): void => {
    const pin = (event.target as Element).closest<SVGAElement>("svg a");
    if (!pin || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const link = document.createElement("a");
    link.href = pin.href.baseVal;
    link.hidden = true;
    link.addEventListener("htmx:afterRequest", () => link.remove());
    this.append(link);
    htmx.process(link);
    link.click();
  };
}

customElements.define("map-page", MapPage);
