/* The ground under every map: our own borders, in the colours of the theme, with the two archipelagos of Viet Nam named wherever their sea
   is in view. Labels are HTML, so no glyphs are fetched; the worker comes from this site, as the page's policy asks. */
import type { FeatureCollection, GeoJSON } from "geojson";
import { Map as Ground, Marker, NavigationControl, setWorkerUrl, type ExpressionSpecification, type LngLatBoundsLike, type PaddingOptions, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

export { Ground, Marker };

/* Room around the country, so that a wide screen can show all of it. */
const AROUND: LngLatBoundsLike = [
  [88, -2],
  [132, 30],
];

const VIETNAMESE = { "NavigationControl.ZoomIn": "Phóng to", "NavigationControl.ZoomOut": "Thu nhỏ" };

const VIET_NAM: LngLatBoundsLike = [
  [102, 6],
  [118, 23.5],
];

/* Home of each label, and the sea in which it must be read (west, south, east, north). */
const ARCHIPELAGOS = [
  { name: "Quần đảo Hoàng Sa", under: "(Đà Nẵng)", at: [112.0, 16.45], sea: [110.9, 15.5, 113.1, 17.4] },
  { name: "Quần đảo Trường Sa", under: "(Khánh Hòa)", at: [113.9, 9.9], sea: [111.3, 6.4, 117.6, 12.2] },
] as const;

export function canDraw(): boolean {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/* A colour of the theme as the map reads it; `name` is a custom property (--map-land) or a class with a fill (hot1). */
export function colour(name: string): string {
  const probe = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  probe.innerHTML = "<rect/>";
  const shape = probe.firstElementChild as SVGElement;
  if (name.startsWith("--")) shape.style.fill = `var(${name})`;
  else shape.classList.add(name);
  document.body.append(probe);
  const fill = getComputedStyle(shape).fill;
  probe.remove();
  const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  paper.canvas.width = paper.canvas.height = 1;
  paper.fillStyle = fill;
  paper.fillRect(0, 0, 1, 1);
  const [red, green, blue] = paper.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

export async function fetchShapes(address: string): Promise<FeatureCollection> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const shapes = (await answer.json()) as GeoJSON | Topology;
  return shapes.type === "Topology" ? (feature(shapes, Object.values(shapes.objects)[0]) as FeatureCollection) : (shapes as FeatureCollection);
}

export interface GroundOptions {
  frame: HTMLElement;
  label: string;
  areas?: FeatureCollection;
  provinces?: FeatureCollection;
  bounds?: LngLatBoundsLike;
  isOpen?: boolean;
  padding?: PaddingOptions | number;
  onTheme?: () => void;
}

/* A map over the borders, without anything on it yet; it keeps to the theme when that changes. It shows `bounds`, else all of `areas`.
   Where it `isOpen` to the whole country, all provinces stand out from near too. */
export async function ground({ frame, label, areas, provinces, bounds: asked, isOpen = false, padding = 24, onTheme }: GroundOptions): Promise<Ground> {
  const bounds = asked ?? (areas ? boundsOf(areas) : VIET_NAM);
  const map = new Ground({
    container: frame,
    style: style(isOpen, areas, provinces),
    bounds,
    maxBounds: AROUND,
    maxZoom: 16,
    attributionControl: false,
    locale: document.documentElement.lang === "vi" ? VIETNAMESE : undefined,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.getCanvas().setAttribute("aria-label", label);
  nameArchipelagos(map);
  watchTheme(() => {
    repaint(map, isOpen);
    onTheme?.();
  });
  await new Promise((loaded) => map.once("load", loaded));
  map.fitBounds(bounds, { padding, animate: false }); // the frame may have changed its size meanwhile
  return map;
}

function style(isOpen: boolean, areas?: FeatureCollection, provinces?: FeatureCollection): StyleSpecification {
  const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };
  return {
    version: 8,
    sources: {
      provinces: { type: "geojson", data: provinces ?? nothing },
      areas: { type: "geojson", data: areas ?? nothing },
    },
    layers: [
      { id: "out", type: "background", paint: { "background-color": colour("--map-out") } },
      { id: "province", type: "fill", source: "provinces", paint: { "fill-color": provinceColour(isOpen) } },
      { id: "province-line", type: "line", source: "provinces", paint: { "line-color": colour("--map-line"), "line-width": 0.8 } },
      { id: "area", type: "fill", source: "areas", paint: { "fill-color": colour("--map-land") } },
      { id: "area-line", type: "line", source: "areas", paint: { "line-color": colour("--map-line"), "line-width": 1 } },
    ],
  };
}

/* Seen from far, the country stands out; from near, only the province that the page is about does. */
function provinceColour(isOpen: boolean): ExpressionSpecification | string {
  if (isOpen) return colour("--map-land");
  return ["interpolate", ["linear"], ["zoom"], 6.5, colour("--map-land"), 7.5, colour("--map-out")];
}

function repaint(map: Ground, isOpen: boolean): void {
  map.setPaintProperty("out", "background-color", colour("--map-out"));
  map.setPaintProperty("province", "fill-color", provinceColour(isOpen));
  map.setPaintProperty("province-line", "line-color", colour("--map-line"));
  map.setPaintProperty("area", "fill-color", colour("--map-land"));
  map.setPaintProperty("area-line", "line-color", colour("--map-line"));
}

function watchTheme(repaintAll: () => void): void {
  new MutationObserver(repaintAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaintAll);
}

/* A label stands at home while that is in view; else in the middle of what is seen of its sea; and is gone only when none of it is seen. */
function nameArchipelagos(map: Ground): void {
  for (const { name, under, at, sea } of ARCHIPELAGOS) {
    const [west, south, east, north] = sea;
    const text = document.createElement("div");
    text.className = "map-label map-label-isle";
    text.append(name, document.createElement("br"), under);
    const marker = new Marker({ element: text }).setLngLat([at[0], at[1]]);
    const follow = () => {
      const seen = map.getBounds();
      const [left, right] = [Math.max(seen.getWest(), west), Math.min(seen.getEast(), east)];
      const [bottom, top] = [Math.max(seen.getSouth(), south), Math.min(seen.getNorth(), north)];
      if (left >= right || bottom >= top) return void marker.remove();
      const isHome = seen.contains([at[0], at[1]]);
      marker.setLngLat(isHome ? [at[0], at[1]] : [(left + right) / 2, (bottom + top) / 2]).addTo(map);
    };
    map.on("move", follow);
    map.once("load", follow);
  }
}

export function boundsOf({ features }: FeatureCollection): [[number, number], [number, number]] {
  const box: [[number, number], [number, number]] = [
    [180, 90],
    [-180, -90],
  ];
  const stretch = (at: unknown): void => {
    if (!Array.isArray(at)) return;
    if (typeof at[0] !== "number") return at.forEach(stretch);
    box[0] = [Math.min(box[0][0], at[0]), Math.min(box[0][1], at[1])];
    box[1] = [Math.max(box[1][0], at[0]), Math.max(box[1][1], at[1])];
  };
  for (const { geometry } of features) if (geometry && "coordinates" in geometry) stretch(geometry.coordinates);
  return box;
}
