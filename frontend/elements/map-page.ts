/* <map-page hx-boost …> around a list and a map. htmx boosts HTML links only: a pin of the drawing, which is an SVG link, is followed the same
   way, and so is `spot-chosen` of the map that moves. Links made before the map moved get its view (`khung`) on their way, unless they name a
   province. What a choice opens takes the focus, so that a screen reader reads it and Tab goes on from there. */
import htmx from "htmx.org";

class MapPage extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.follow);
    this.addEventListener("spot-chosen", (event) => this.visit((event as CustomEvent<{ address: string }>).detail.address));
    this.addEventListener("htmx:configRequest", keepView);
    this.addEventListener("htmx:afterSettle", ({ target }) => {
      if ((target as Element).id === "sheet") this.querySelector<HTMLElement>("#sheet article")?.focus({ preventScroll: true });
    });
  }

  private follow = (event: MouseEvent): void => {
    const pin = (event.target as Element).closest<SVGAElement>("svg a");
    if (!pin || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.visit(pin.href.baseVal);
  };

  private visit(address: string): void {
    const link = document.createElement("a");
    link.href = address;
    link.hidden = true;
    link.addEventListener("htmx:afterRequest", () => link.remove());
    this.append(link);
    htmx.process(link);
    link.click();
  }
}

function keepView(event: Event): void {
  const { detail } = event as CustomEvent<{ path: string; elt: Element; verb: string; formData?: FormData }>;
  const view = new URLSearchParams(location.search).get("khung");
  if (!view || detail.verb !== "get" || detail.elt.closest("[data-other-place]")) return;
  if (detail.elt instanceof HTMLFormElement) detail.formData?.set("khung", view);
  else {
    const address = new URL(detail.path, location.href);
    address.searchParams.set("khung", view);
    detail.path = `${address.pathname}?${address.searchParams.toString().replaceAll("%2C", ",")}`;
  }
}

customElements.define("map-page", MapPage);
