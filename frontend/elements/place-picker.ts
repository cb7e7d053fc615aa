/* <place-picker data-latitude="INPUT ID" data-longitude="INPUT ID" data-areas="URL" data-provinces="URL" data-centre="lat,lng"
      data-label data-here data-put data-none>: a map that writes a place into two inputs and dispatches `change` on the longitude.
   Three ways to set the pin: tap or drag; "where I am"; with the keyboard, arrows move the map and a button puts the pin in its middle.
   Without WebGL or without the borders, the sentence `data-none` stands in its place and the form's own fields do the work. */
import { AreaNames } from "../map/area-names";
import { canDraw, fetchShapes, Ground, ground, Marker } from "../map/ground";

class PlacePicker extends HTMLElement {
  private map?: Ground;
  private spot?: Marker;

  connectedCallback(): void {
    void this.open().catch(() => this.giveUp());
  }

  disconnectedCallback(): void {
    this.map?.remove();
  }

  private async open(): Promise<void> {
    if (!canDraw()) return this.giveUp();
    const { areas, provinces, label = "", centre } = this.dataset;
    const [communes, around] = await Promise.all([areas ? fetchShapes(areas) : undefined, provinces ? fetchShapes(provinces) : undefined]);
    const frame = document.createElement("div");
    frame.className = "map-frame h-72 rounded-box border border-line";
    this.replaceChildren(frame, this.buttons());
    this.map = await ground({ frame, label, areas: communes, provinces: around });
    const names = new AreaNames(this.map);
    const draw = () => names.draw(communes?.features ?? [], []);
    this.map.on("moveend", draw);
    this.map.on("click", ({ lngLat }) => this.put(lngLat.lat, lngLat.lng));
    const [latitude, longitude] = this.inputs().map((input) => Number.parseFloat(input?.value ?? ""));
    if (Number.isFinite(latitude) && Number.isFinite(longitude)) this.put(latitude, longitude, 13);
    else if (centre) this.goTo(...(centre.split(",").map(Number) as [number, number]), 11);
    draw();
    this.dataset.ready = "";
  }

  private buttons(): HTMLElement {
    const row = document.createElement("div");
    row.className = "mt-2 flex flex-wrap gap-2";
    const { here = "", put = "" } = this.dataset;
    if (navigator.geolocation) row.append(button(here, () => this.putHere()));
    row.append(button(put, () => this.put(...this.middle())));
    return row;
  }

  private middle(): [number, number] {
    const { lat, lng } = this.map!.getCenter();
    return [lat, lng];
  }

  private putHere(): void {
    navigator.geolocation.getCurrentPosition(({ coords }) => this.put(coords.latitude, coords.longitude, 14));
  }

  private goTo(latitude: number, longitude: number, zoom: number): void {
    this.map!.jumpTo({ center: [longitude, latitude], zoom: Math.max(zoom, this.map!.getZoom()) });
  }

  private put(latitude: number, longitude: number, zoom = 0): void {
    if (zoom) this.goTo(latitude, longitude, zoom);
    this.spot ??= this.marker();
    this.spot.setLngLat([longitude, latitude]).addTo(this.map!);
    this.write(latitude, longitude);
  }

  private marker(): Marker {
    const element = document.createElement("div");
    element.className = "map-spot";
    const spot = new Marker({ element, draggable: true });
    spot.on("dragend", () => this.write(spot.getLngLat().lat, spot.getLngLat().lng));
    return spot;
  }

  private write(latitude: number, longitude: number): void {
    const [first, second] = this.inputs();
    if (!first || !second) return;
    const [a, b] = [latitude.toFixed(6), longitude.toFixed(6)];
    if (first.value === a && second.value === b) return;
    [first.value, second.value] = [a, b];
    first.dispatchEvent(new Event("input", { bubbles: true }));
    second.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private inputs(): (HTMLInputElement | null)[] {
    return [this.dataset.latitude, this.dataset.longitude].map((id) => document.getElementById(id ?? "") as HTMLInputElement | null);
  }

  private giveUp(): void {
    const sentence = document.createElement("p");
    sentence.className = "text-ink-2";
    sentence.textContent = this.dataset.none ?? "";
    this.replaceChildren(sentence);
  }
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-quiet";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

customElements.define("place-picker", PlacePicker);
