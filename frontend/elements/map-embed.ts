/* <map-embed data-address data-title><textarea readonly></textarea></map-embed>: the line that shows the map, as it is now, in another page. */
const NOT_KEPT = ["chon", "xa", "sau", "ban-do"];

class MapEmbed extends HTMLElement {
  connectedCallback(): void {
    this.closest("dialog")?.addEventListener("toggle", this.write);
    this.write();
  }

  private write = (): void => {
    const box = this.querySelector("textarea");
    if (!box) return;
    const query = new URLSearchParams(location.search);
    for (const name of NOT_KEPT) query.delete(name);
    const asked = query.toString().replaceAll("%2C", ",").replaceAll("&", "&amp;");
    const address = `${this.dataset.address}${asked ? `?${asked}` : ""}`;
    box.value = `<iframe src="${address}" title="${this.dataset.title}" width="100%" height="520" loading="lazy"></iframe>`;
  };
}

customElements.define("map-embed", MapEmbed);
