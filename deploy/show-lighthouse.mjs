// One line of what Lighthouse found: show-lighthouse.mjs REPORT PATH.
import { readFileSync } from 'node:fs';

const [file, path] = process.argv.slice(2);
const { categories, audits } = JSON.parse(readFileSync(file, 'utf8'));
const scores = Object.values(categories).map(({ id, score }) => `${id} ${Math.round(score * 100)}`);
const shown = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];
const figures = shown.map((name) => `${audits[name].title} ${audits[name].displayValue}`);
const weight = Math.round(audits['total-byte-weight'].numericValue / 1024);
console.log(`  ${path}: ${scores.join(', ')} | ${figures.join(', ')}, ${weight} KiB`);
