/* Numbers and single pins as buttons: at most two hundred, and those that stay between two views are left where they are. They are not stops of
   the Tab key: the list beside the map holds the same things and comes first. */
import { type Ground, Marker } from "./ground";

export interface Group {
  at: [number, number];
  n: number;
  l: number[];
  u: number;
  w: number;
  box: [number, number, number, number];
}
export interface Spot {
  id: string;
  at: [number, number];
  l: number;
  s: string;
  t: string;
  p: string;
  u?: number;
  hidden?: number;
}
interface Handlers {
  open: (group: Group) => void;
  choose: (spot: Spot) => void;
}
interface Pin {
  marker: Marker;
  at: [number, number];
  reach: number;
}

const LAYERS = ["need", "act", "unit"];
const WORDS = ["needs", "activities", "units"];

export class Pins {
  private shown = new Map<string, Pin>();
  private areas = new Map<string, string>();

  constructor(
    private map: Ground,
    private words: DOMStringMap,
    private on: Handlers,
  ) {}

  show(groups: Group[], spots: Spot[], chosen: string): void {
    const wanted = new Map<string, () => Pin>();
    for (const group of groups) wanted.set(`${group.at}:${group.l}:${group.u}`, () => this.number(group));
    for (const spot of spots) wanted.set(spot.id, () => this.single(spot));
    for (const [key, { marker }] of this.shown) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.shown.delete(key);
    }
    for (const [key, make] of wanted) if (!this.shown.has(key)) this.shown.set(key, make());
    this.areas = new Map(spots.map((spot) => [spot.id, spot.p]));
    this.mark(chosen);
  }

  mark(chosen: string): void {
    for (const [key, { marker }] of this.shown) marker.getElement().setAttribute("aria-pressed", String(key === chosen));
  }

  areaOf(id: string): string | undefined {
    return this.areas.get(id);
  }

  /* What the pins cover on the screen. */
  boxes(): DOMRect[] {
    return [...this.shown.values()].map(({ at, reach }) => {
      const { x, y } = this.map.project(at);
      return new DOMRect(x - reach, y - reach, 2 * reach, 2 * reach);
    });
  }

  private number(group: Group): Pin {
    const layer = group.l.findIndex((count) => count > 0);
    const said = group.l.map((count, number) => (count ? this.count(WORDS[number], count) : "")).filter(Boolean);
    if (group.u) said.push(this.words.urgent ?? "");
    const size = group.n >= 1000 ? " map-pin-huge" : group.n >= 100 ? " map-pin-big" : "";
    const button = this.button(`map-pin map-pin-${LAYERS[layer]}${group.u ? " map-pin-urgent" : ""}${size}`, said.join(", "));
    button.textContent = short(group.n);
    button.addEventListener("click", () => this.on.open(group));
    return this.put(button, group.at, group.n >= 100 ? 22 : 16);
  }

  private single(spot: Spot): Pin {
    const kind = `map-pin map-pin-one map-pin-${LAYERS[spot.l - 1]}`;
    const button = this.button(`${kind}${spot.u ? " map-pin-urgent" : ""}${spot.hidden ? " map-pin-hidden" : ""}`, spot.u ? `${spot.t}, ${this.words.urgent}` : spot.t);
    button.title = spot.t;
    button.addEventListener("click", () => this.on.choose(spot));
    return this.put(button, spot.at, 12);
  }

  private put(element: HTMLElement, at: [number, number], reach: number): Pin {
    return { marker: new Marker({ element }).setLngLat(at).addTo(this.map), at, reach };
  }

  private button(className: string, label: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.className = className;
    button.setAttribute("aria-label", label);
    return button;
  }

  private count(word: string, count: number): string {
    const [one, many] = (this.words[word] ?? "%n|%n").split("|");
    return (count === 1 ? one : many).replace("%n", String(count));
  }
}

function short(count: number): string {
  return count < 1000 ? String(count) : `${Math.round(count / 1000)}k`;
}
