/* <needs-map data-needs="URL" data-areas="URL" data-provinces="URL" data-bounds="west,south,east,north" data-label
      data-one="%n nhu cầu" data-many="%n nhu cầu">server-drawn map as fallback</needs-map>

   - `data-needs`: GeoJSON FeatureCollection of points; properties {id, title, area (code of the commune), urgent (bool), count (default 1)}.
     Change the attribute (an htmx swap of filters may) and the map follows.
   - `data-areas`: borders of communes, GeoJSON or TopoJSON; properties {code, name}. Communes are tinted by their needs: 1–2, 3–5, from 6.
   - `data-provinces` (optional): borders around.
   - Needs that stand close become one yellow number; a dashed ring means that one of them is urgent. A number zooms in; a single one is chosen.
   - The list beside the map holds elements with `data-need="ID"` (links or buttons). Choosing on the map clicks the one in the list; clicking
     in the list marks the pin and brings it into view. The chosen row carries aria-current="true". A need that is not in the list opens
     its property `url`.
   - Dispatches `need-chosen` (bubbles), detail {id}. */
import type { Feature, FeatureCollection, Point } from "geojson";
import { AreaNames } from "../map/area-names";
import { boundsOf, canDraw, colour, fetchShapes, Ground, ground, Marker } from "../map/ground";

interface Need {
  id: string;
  title: string;
  area?: string;
  urgent?: boolean;
  count?: number;
  url?: string;
}
type NeedFeature = Feature<Point, Need>;
type Place = [number, number];
interface Cluster {
  needs: NeedFeature[];
  at: Place;
}

const TOGETHER_PX = 44;
const NEAR_ZOOM = 12;

class NeedsMap extends HTMLElement {
  static observedAttributes = ["data-needs"];
  private map?: Ground;
  private needs: NeedFeature[] = [];
  private areas: FeatureCollection = { type: "FeatureCollection", features: [] };
  private pins: Marker[] = [];
  private names?: AreaNames;
  private chosen = "";

  connectedCallback(): void {
    document.addEventListener("click", this.followList);
    if (canDraw()) void this.open();
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.followList);
    this.map?.remove();
  }

  attributeChangedCallback(): void {
    if (this.map) void this.load();
  }

  private async open(): Promise<void> {
    const { areas, provinces, label = "", bounds } = this.dataset;
    const shapes = await Promise.all([areas ? fetchShapes(areas) : undefined, provinces ? fetchShapes(provinces) : undefined]);
    if (shapes[0]) this.areas = shapes[0];
    const frame = document.createElement("div");
    frame.className = "map-frame";
    this.replaceChildren(frame);
    this.map = await ground({ frame, label, areas: shapes[0], provinces: shapes[1], onTheme: () => this.tint() });
    this.map.addLayer({ id: "chosen", type: "line", source: "areas", filter: ["==", "code", ""], paint: { "line-width": 3 } });
    this.names = new AreaNames(this.map, this.areas);
    this.map.on("moveend", () => this.draw());
    if (bounds) this.map.fitBounds(bounds.split(",").map(Number) as [number, number, number, number], { padding: 24, animate: false });
    await this.load();
    this.dataset.ready = "";
  }

  private async load(): Promise<void> {
    const found = this.dataset.needs ? await fetchShapes(this.dataset.needs) : undefined;
    this.needs = (found?.features ?? []) as NeedFeature[];
    this.tint();
    this.draw();
  }

  private tint(): void {
    const counts = new Map<string, number>();
    for (const { properties: need } of this.needs) if (need.area) counts.set(need.area, (counts.get(need.area) ?? 0) + (need.count ?? 1));
    const [hot1, hot2, hot3] = ["hot1", "hot2", "hot3"].map(colour);
    const tints = [...counts].flatMap(([code, count]) => [code, count >= 6 ? hot3 : count >= 3 ? hot2 : hot1]);
    const plain = colour("--map-land");
    // a MapLibre `match` needs one pair at least
    this.map?.setPaintProperty("area", "fill-color", tints.length ? (["match", ["get", "code"], ...tints, plain] as never) : plain);
    this.map?.setPaintProperty("chosen", "line-color", colour("--color-primary"));
  }

  /* From afar a commune's needs are one number, with the commune's name below it; from near each need has its own place. */
  private draw(): void {
    const map = this.map;
    if (!map) return;
    for (const pin of this.pins) pin.remove();
    const seen = map.getBounds();
    const inView = this.needs.filter(({ geometry }) => seen.contains(geometry.coordinates as Place));
    const isFar = map.getZoom() < NEAR_ZOOM;
    const found = clusters(map, isFar ? byCommune(inView) : inView.map((need) => ({ needs: [need], at: need.geometry.coordinates as Place })));
    this.pins = found.map((cluster) => new Marker({ element: this.pin(cluster) }).setLngLat(cluster.at).addTo(map));
    const named = isFar ? found.map(({ needs, at }) => ({ code: needs[0].properties.area ?? "", at })) : [];
    this.names?.draw(named, !isFar);
  }

  private pin({ needs, at }: Cluster): HTMLElement {
    const button = document.createElement("button");
    const count = needs.reduce((sum, { properties }) => sum + (properties.count ?? 1), 0);
    const isOne = needs.length === 1 && count === 1;
    button.type = "button";
    button.className = `map-pin${needs.some(({ properties }) => properties.urgent) ? " map-pin-urgent" : ""}${isOne ? " map-pin-one" : ""}`;
    button.textContent = isOne ? "" : String(count);
    button.setAttribute("aria-label", isOne ? needs[0].properties.title : (this.dataset.many ?? "%n").replace("%n", String(count)));
    button.setAttribute("aria-pressed", String(needs.some(({ properties }) => properties.id === this.chosen)));
    button.addEventListener("click", () => (needs.length === 1 ? this.choose(needs[0]) : this.unfold(needs, at)));
    return button;
  }

  private unfold(needs: NeedFeature[], at: [number, number]): void {
    const box = boundsOf({ type: "FeatureCollection", features: needs });
    const isOneSpot = box[0][0] === box[1][0] && box[0][1] === box[1][1];
    if (isOneSpot || this.map!.getZoom() >= 15) this.choose(needs[0]);
    else this.map!.fitBounds(box, { padding: 80, maxZoom: Math.max(NEAR_ZOOM, this.map!.getZoom() + 1.5) });
    if (isOneSpot) this.map!.easeTo({ center: at });
  }

  private choose({ properties: need }: NeedFeature): void {
    const row = document.querySelector<HTMLElement>(`[data-need="${CSS.escape(need.id)}"]`);
    if (row) row.click();
    else if (need.url) location.assign(need.url);
    row?.scrollIntoView({ block: "nearest" });
  }

  private followList = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>("[data-need]");
    if (!row) return;
    this.chosen = row.dataset.need ?? "";
    for (const other of document.querySelectorAll("[data-need]")) other.toggleAttribute("aria-current", false);
    row.setAttribute("aria-current", "true");
    this.dispatchEvent(new CustomEvent("need-chosen", { bubbles: true, detail: { id: this.chosen } }));
    const need = this.needs.find(({ properties }) => properties.id === this.chosen);
    if (!need || !this.map) return;
    this.map.setFilter("chosen", ["==", "code", need.properties.area ?? ""]);
    this.map.easeTo({ center: need.geometry.coordinates as [number, number] });
    this.draw();
  };
}

function byCommune(needs: NeedFeature[]): Cluster[] {
  return [...groupBy(needs).values()].map((group) => ({ needs: group, at: middle(group) })).sort((a, b) => b.needs.length - a.needs.length);
}

function groupBy(needs: NeedFeature[]): Map<string, NeedFeature[]> {
  const groups = new Map<string, NeedFeature[]>();
  for (const need of needs) {
    const key = need.properties.area ?? need.properties.id;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return groups;
}

function middle(needs: NeedFeature[]): Place {
  const sum = needs.reduce(([x, y], { geometry }) => [x + geometry.coordinates[0], y + geometry.coordinates[1]], [0, 0]);
  return [sum[0] / needs.length, sum[1] / needs.length];
}

/* What would touch becomes one, greedily: the first takes in what is near. A few thousand in view take milliseconds. */
function clusters(map: Ground, groups: Cluster[]): Cluster[] {
  const cells = new Map<string, Cluster & { x: number; y: number }>();
  const found: Cluster[] = [];
  for (const { needs, at } of groups) {
    const { x, y } = map.project(at);
    const [column, row] = [Math.floor(x / TOGETHER_PX), Math.floor(y / TOGETHER_PX)];
    const near = [-1, 0, 1]
      .flatMap((dx) => [-1, 0, 1].map((dy) => cells.get(`${column + dx}:${row + dy}`)))
      .find((cluster) => cluster && Math.hypot(cluster.x - x, cluster.y - y) < TOGETHER_PX);
    if (near) near.needs.push(...needs);
    else {
      const cluster = { needs: [...needs], at, x, y };
      cells.set(`${column}:${row}`, cluster);
      found.push(cluster);
    }
  }
  return found;
}

customElements.define("needs-map", NeedsMap);
