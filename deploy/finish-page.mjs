// Called by Trunk after each build, before the result is put in place.
// 1. Moves the inline start script into a file, so that the page's policy is `script-src 'self' 'wasm-unsafe-eval'`:
//    no inline script, no nonce, no 'unsafe-inline'. The program starts after the first paint.
// 2. Puts back the two marks where the server writes (the minifier drops comments).
// 3. Shortens the program's script: wasm-bindgen writes it for readers, with a name and a comment for everything.
// 4. Names the program after what it holds at the end: Trunk's digest is taken before wasm-bindgen and wasm-opt.
// 5. In release, writes .br and .gz beside each file that compresses.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { minify } from '../frontend/node_modules/terser/main.js';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

// A poster or a card brought somebody: said once a day for each code, and never while the browser only loads ahead. What the
// device keeps of it is the day and the codes; leaving in a hurry forgets it.
const COUNT = `const [, espace] = /^\\/e\\/([a-z0-9-]+)\\/?$/.exec(before.pathname) ?? [];
const de = before.searchParams.get('de');
if (espace && de) {
  if (document.prerendering) await new Promise((seen) => document.addEventListener('prerenderingchange', seen, { once: true }));
  const today = new Date().toLocaleDateString('sv');
  const kept = () => (localStorage.getItem('vus') ?? '').split(' ');
  try {
    if (kept()[0] !== today) localStorage.setItem('vus', today);
    if (!kept().includes(de)) {
      const headers = { 'Content-Type': 'application/json', 'X-App': '1' };
      const told = { method: 'POST', headers, body: JSON.stringify({ de }), keepalive: true };
      if ((await fetch('/api/espaces/' + espace + '/scans', told)).ok) localStorage.setItem('vus', kept().join(' ') + ' ' + de);
    }
  } catch {
    // No network, or a browser that keeps nothing: nobody is counted twice.
  }
}
`;

// Whoever comes Back finds the place in the list where they were: each entry of the history knows how far one had read. What
// fills the screen comes later, so one is brought there as soon as it is long enough, unless one moves first. A thread knows its
// own place.
const RETURN = `let kept;
let back = 0;
const thread = () => /^\\/(pro\\/)?messages/.test(location.pathname);
addEventListener('scroll', () => {
  clearTimeout(kept);
  if (!back) kept = setTimeout(() => history.replaceState({ y: scrollY }, ''), 150);
}, { passive: true });
for (const own of ['touchstart', 'wheel', 'keydown', 'mousedown']) addEventListener(own, () => (back = 0), { passive: true });
const bring = () => {
  const y = history.state?.y;
  if (!y || thread()) return;
  clearTimeout(kept);
  back = performance.now() + 5000;
  let there = 0;
  const step = (now) => {
    if (back < now) return void (back = 0);
    if (y <= document.documentElement.scrollHeight - innerHeight) {
      if (scrollY !== y) scrollTo(0, y);
      if (!there) [there, back] = [1, now + 700];
    }
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};
addEventListener('popstate', bring);
bring();
`;

const folder = process.env.TRUNK_STAGING_DIR;
const address = process.env.TRUNK_PUBLIC_URL ?? '/';
if (!folder) throw new Error('TRUNK_STAGING_DIR is not set: this script is a hook of Trunk');

const page = join(folder, 'index.html');
let html = readFileSync(page, 'utf8');
if (process.env.TRUNK_PROFILE === 'release') html = await nameByContent(html);
html = moveStartScript(html);
html = mark(html, '<!--tete-->', /<title>/, (title) => `<!--tete-->${title}`);
html = mark(html, '<!--premier-rendu-->', /<div id="?app"?>/, (div) => `${div}<!--premier-rendu-->`);
// `trunk serve` adds the script that reloads the page, and sends no policy.
const isRelease = process.env.TRUNK_PROFILE === 'release';
if (isRelease && /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i.test(html)) {
  throw new Error('the page holds an inline script or style, which its policy forbids');
}
writeFileSync(page, html);
if (isRelease) files(folder).forEach(compress);

async function nameByContent(html) {
  const old = readdirSync(folder).find((name) => name.endsWith('_bg.wasm'))?.replace('_bg.wasm', '');
  if (!old) throw new Error('Trunk left no wasm');
  const script = join(folder, `${old}.js`);
  const long = readFileSync(script, 'utf8');
  const { code } = await minify(long, { module: true, compress: { passes: 2 }, ecma: 2020 });
  writeFileSync(script, code);
  const [before, after] = [long, code].map((text) => digest(text, 'sha384', 'base64'));
  if (!html.includes(before)) throw new Error('Trunk vouches for another script than it left');
  html = html.replaceAll(before, after);
  const endings = ['.js', '_bg.wasm'];
  const bytes = endings.map((ending) => readFileSync(join(folder, old + ending)));
  const name = `${old.split('-')[0]}-${digest(Buffer.concat(bytes), 'sha256', 'hex').slice(0, 16)}`;
  for (const ending of endings) renameSync(join(folder, old + ending), join(folder, name + ending));
  return html.replaceAll(old, name);
}

function moveStartScript(html) {
  const inline = /<script type="?module"?[^>]*>([\s\S]+?)<\/script>/.exec(html);
  if (!inline) throw new Error('the start script of Trunk was not found');
  const [, program] = /from\s*['"]([^'"]+)\.js['"]/.exec(inline[1]) ?? [];
  if (!program) throw new Error('the start script of Trunk names no program');
  const code = startCode(program);
  const name = `start-${digest(code, 'sha256', 'hex').slice(0, 16)}.js`;
  writeFileSync(join(folder, name), code);
  const integrity = `sha384-${digest(code, 'sha384', 'base64')}`;
  const tag = `<script type="module" src="${address}${name}" integrity="${integrity}"></script>`;
  // No preload: the program would take the network from the style and the font of what the server wrote.
  return html.replace(inline[0], () => tag).replace(/<link[^>]*_bg\.wasm[^>]*>/, '');
}

// The service worker tells the server that this phone is still here, if it was allowed to ring: no program bears that.
// What the server wrote is painted first; a page in the background, which paints nothing, starts a little later.
function startCode(program) {
  // The only one that answers where posters lead.
  const isFirst = program.split('/').at(-1).startsWith('jeune-');
  return `import init from '${program}.js';
await new Promise((painted) => {
  requestAnimationFrame(() => setTimeout(painted));
  setTimeout(painted, 500);
});
${isFirst ? 'const before = new URL(location);\n' : ''}await init({ module_or_path: '${program}_bg.wasm' });
navigator.serviceWorker?.getRegistration('/').then((kept) => kept?.active?.postMessage('ouvert'));
${RETURN}${isFirst ? COUNT : ''}`;
}

function mark(html, comment, place, put) {
  const marked = html.includes(comment) ? html : html.replace(place, put);
  if (marked.split(comment).length !== 2) throw new Error(`${comment} must stand once in the page`);
  return marked;
}

function compress(file) {
  if (!['.html', '.css', '.js', '.wasm', '.svg', '.webmanifest', '.json', '.txt'].includes(extname(file))) return;
  const bytes = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  };
  // Its own choice of blocks is up to 2 KiB worse on a program than one of these.
  const blocks = extname(file) === '.wasm' ? [16, 17] : [0];
  const packed = blocks.map((block) => brotliCompressSync(bytes, { params: { ...params, [constants.BROTLI_PARAM_LGBLOCK]: block } }));
  writeFileSync(`${file}.br`, packed.reduce((best, one) => (one.length < best.length ? one : best)));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function digest(text, algorithm, encoding) {
  return createHash(algorithm).update(text).digest(encoding);
}
