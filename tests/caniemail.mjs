// What of a page (standard input) the common clients do not show at all, as JSON: {feature: [clients]}.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, ...clients] = process.argv.slice(2);
const found = createRequire(`${folder}/x.js`).resolve("caniemail");
const { caniemail } = await import(pathToFileURL(found));
let html = "";
for await (const piece of process.stdin.setEncoding("utf8")) html += piece;
const { issues } = caniemail({ clients, html });
const missing = {};
for (const [client, list] of issues.errors) {
  for (const { title } of list) (missing[title] ??= new Set()).add(client);
}
console.log(JSON.stringify(missing, (_, value) => (value instanceof Set ? [...value] : value)));
