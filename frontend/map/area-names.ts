/* Names of communes on a map, as HTML. A name that would lie on another is left out until one comes nearer. */
import type { FeatureCollection } from "geojson";
import { boundsOf, Ground, Marker } from "./ground";

type Place = [number, number];
interface Named {
  code: string;
  at: Place;
}

const LETTER_PX = 8;
const LINE_PX = 20;
const BELOW_PIN_PX = 27;

export class AreaNames {
  private shown: Marker[] = [];
  private names = new Map<string, { name: string; at: Place }>();

  constructor(
    private map: Ground,
    areas: FeatureCollection,
  ) {
    for (const area of areas.features) {
      const { code, name, latitude, longitude } = (area.properties ?? {}) as { code?: string; name?: string; latitude?: number; longitude?: number };
      if (!code || !name) continue;
      const [[west, south], [east, north]] = boundsOf({ type: "FeatureCollection", features: [area] });
      this.names.set(code, { name, at: [longitude ?? (west + east) / 2, latitude ?? (south + north) / 2] });
    }
  }

  /* Names under the pins of `pinned`; with `all`, those of every commune in view too. */
  draw(pinned: Named[], all: boolean): void {
    for (const marker of this.shown) marker.remove();
    const seen = this.map.getBounds();
    const free = all ? [...this.names].filter(([, { at }]) => seen.contains(at)).map(([code, { at }]) => ({ code, at })) : [];
    const taken: DOMRect[] = [];
    this.shown = [...pinned.map((one) => this.name(one, BELOW_PIN_PX, taken)), ...free.map((one) => this.name(one, 0, taken))].flat();
  }

  private name({ code, at }: Named, down: number, taken: DOMRect[]): Marker[] {
    const name = this.names.get(code)?.name;
    if (!name) return [];
    const { x, y } = this.map.project(at);
    const width = name.length * LETTER_PX;
    const box = new DOMRect(x - width / 2, y + down - LINE_PX / 2, width, LINE_PX);
    if (taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) return [];
    taken.push(box);
    const element = document.createElement("div");
    element.className = "map-label";
    element.textContent = name;
    return [new Marker({ element, offset: [0, down] }).setLngLat(at).addTo(this.map)];
  }
}
