// The size gate: what a phone downloads for its first screen, brotli, everything included. Exit 1 over budget.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const KIB = 1024;
const budgets = [
  ...['jeune', 'fil', 'suite', 'lieux', 'ateliers'].map((page) => ({ page, total: 300 * KIB, wasm: 240 * KIB })),
  ...['pro', 'gestion', 'installation'].map((page) => ({ page, total: 500 * KIB, wasm: Infinity })),
];

let over = false;
for (const { page, total, wasm } of budgets) {
  const folder = join('dist', page);
  if (!existsSync(join(folder, 'index.html'))) {
    console.error(`${folder} is not built: make build`);
    process.exit(1);
  }
  const parts = firstScreen(folder);
  // The font is one file for all: the others read it from the folder of the first.
  if (page !== 'jeune') parts.push(...firstScreen(join('dist', 'jeune')).filter(({ kind }) => kind === 'font'));
  const sum = (list) => list.reduce((bytes, part) => bytes + part.bytes, 0);
  console.log(`dist/${page}`);
  for (const part of parts) console.log(`  ${kib(part.bytes)}  ${part.kind.padEnd(6)} ${part.name}`);
  over = verdict('wasm', sum(parts.filter(({ kind }) => kind === 'wasm')), wasm) || over;
  over = verdict('total', sum(parts), total) || over;
}
process.exit(over ? 1 : 0);

// Every file of these kinds: a file that loads later would only make the sum larger, never smaller.
function firstScreen(folder) {
  const kinds = { html: 'html', css: 'css', js: 'js', wasm: 'wasm', woff2: 'font' };
  return readdirSync(folder, { recursive: true })
    .filter((name) => kinds[name.split('.').pop()])
    .filter((name) => !name.startsWith('langues/'))
    .map((name) => {
      const path = join(folder, name);
      const sent = existsSync(`${path}.br`) ? `${path}.br` : path;
      return { name, kind: kinds[name.split('.').pop()], bytes: statSync(sent).size };
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function verdict(what, bytes, limit) {
  const bad = bytes > limit;
  const allowed = limit === Infinity ? '' : ` of ${kib(limit).trim()} KiB${bad ? '  OVER BUDGET' : ''}`;
  console.log(`  ${kib(bytes)}  = ${what}${allowed}`);
  return bad;
}

function kib(bytes) {
  return (bytes / KIB).toFixed(1).padStart(7);
}
