/* Places as seats, blue when taken and yellow when empty; beyond 24 as a bar: the same as aoxanh/kit/parts/figures.py draws. */
const SVG = "http://www.w3.org/2000/svg";
const MOST = 24;
const PER_ROW = 9;
const STEP = 16;

function shape(name: string, facts: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(facts)) made.setAttribute(key, String(value));
  return made;
}

export function seats(taken: number, places: number, label: string): SVGElement {
  return places > MOST ? bar(taken, places, label) : dots(taken, Math.max(places, 1), label);
}

function bar(taken: number, places: number, label: string): SVGElement {
  const share = Math.min(100, (100 * taken) / places);
  const drawn = shape("svg", { class: "bar", role: "img", "aria-label": label });
  drawn.append(shape("rect", { class: "bar-on", width: `${share}%`, height: "100%" }), shape("rect", { class: "bar-gap", x: `${share}%`, width: `${100 - share}%`, height: "100%" }));
  return drawn;
}

function dots(taken: number, places: number, label: string): SVGElement {
  const [width, height] = [(Math.min(places, PER_ROW) - 1) * STEP + 14, (Math.ceil(places / PER_ROW) - 1) * STEP + 14];
  const drawn = shape("svg", { class: "seats", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
  for (let place = 0; place < places; place++) {
    const [cx, cy] = [7 + (place % PER_ROW) * STEP, 7 + Math.floor(place / PER_ROW) * STEP];
    drawn.append(shape("circle", place < taken ? { class: "seat-on", cx, cy, r: 6 } : { class: "seat-open", cx, cy, r: 5.25 }));
  }
  return drawn;
}
