/* Names of areas on a map, as HTML. A name that would lie on another or on a pin is left out until one comes nearer. */
import type { Feature } from "geojson";
import { type Ground, Marker } from "./ground";

type Place = [number, number];

const LETTER_PX = 8;
const LINE_PX = 20;
const MOST = 60;
const DOWN_PX = [0, 28, -28];

export class AreaNames {
  private shown = new Map<string, Marker>();

  constructor(private map: Ground) {}

  /* Name those of the areas whose middle is in view, clear of what is `taken` on the screen; the first ones are served first. */
  draw(areas: Feature[], taken: DOMRect[]): void {
    const seen = this.map.getBounds();
    const full = [...taken];
    const kept = new Set<string>();
    for (const { properties } of areas) {
      const { code, short: name, centre } = properties as { code: string; short: string; centre: Place };
      if (kept.size >= MOST || !centre || !seen.contains(centre)) continue;
      const { x, y } = this.map.project(centre);
      const width = name.length * LETTER_PX;
      const boxes = DOWN_PX.map((down) => ({ down, box: new DOMRect(x - width / 2, y + down - LINE_PX / 2, width, LINE_PX) }));
      const free = boxes.find(({ box }) => !full.some((other) => touches(box, other)));
      if (!free) continue;
      full.push(free.box);
      kept.add(code);
      if (!this.shown.has(code)) this.shown.set(code, this.name(name, centre));
      this.shown.get(code)?.setOffset([0, free.down]);
    }
    for (const [code, marker] of this.shown) {
      if (kept.has(code)) continue;
      marker.remove();
      this.shown.delete(code);
    }
  }

  private name(text: string, at: Place): Marker {
    const element = document.createElement("div");
    element.className = "map-label";
    element.textContent = text;
    return new Marker({ element }).setLngLat(at).addTo(this.map);
  }
}

function touches(one: DOMRect, other: DOMRect): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
