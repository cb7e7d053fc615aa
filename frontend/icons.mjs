/* Keep aoxanh/kit/icons the set of Lucide icons that templates and Python name.
   `npm run icons` copies what is missing; `npm run icons -- --prune` also removes what nothing names. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";

const SOURCE = "node_modules/lucide-static/icons";
const KEPT = "aoxanh/kit/icons";
const NAMED = [
  /{%\s*icon\s+"([a-z0-9-]+)"/g,
  /{%\s*(?:state|row|fact|alert|tab)\b[^%]*%}/g,
  /\bicon="([a-z0-9-]+)"/g,
];
const WORD = /"([a-z][a-z0-9-]+)"/g;

const sources = readdirSync("aoxanh", { recursive: true }).filter((file) => /\.(html|py)$/.test(file)).map((file) => `aoxanh/${file}`);
const wanted = new Set();
for (const file of sources) {
  const text = readFileSync(file, "utf8");
  for (const pattern of NAMED)
    for (const match of text.matchAll(pattern))
      for (const word of match[1] ? [match[1]] : [...match[0].matchAll(WORD)].map((m) => m[1]))
        if (existsSync(`${SOURCE}/${word}.svg`)) wanted.add(word);
  if (file.endsWith(".py"))
    for (const match of text.matchAll(WORD))
      if (existsSync(`${KEPT}/${match[1]}.svg`)) wanted.add(match[1]);
}
for (const name of process.argv.slice(2).filter((word) => !word.startsWith("--"))) wanted.add(name);

const kept = new Set(readdirSync(KEPT).filter((file) => file.endsWith(".svg")).map((file) => file.slice(0, -4)));
const added = [...wanted].filter((name) => !kept.has(name));
for (const name of added) copyFileSync(`${SOURCE}/${name}.svg`, `${KEPT}/${name}.svg`);
const unnamed = [...kept].filter((name) => !wanted.has(name));
if (process.argv.includes("--prune")) for (const name of unnamed) rmSync(`${KEPT}/${name}.svg`);
console.log(`icons: ${wanted.size} named, ${added.length} added, ${unnamed.length} not named`);
