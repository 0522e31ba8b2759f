import type { APIResponse } from '@playwright/test';
import { expect, test } from '../support/test';

const NEEDED = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
];

// P25, on what a phone really loads and on what it is refused.
test('the page, all that it loads, the API and the refusals bear the strict headers', async ({ page, request, house }) => {
  const loaded = new Set<string>();
  page.on('response', (answer) => loaded.add(new URL(answer.url()).pathname));
  for (const path of [`/e/${house.code}`, '/revenir', '/pro/connexion']) {
    await page.goto(path);
    await expect(page.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  }
  const files = [...loaded].filter((path) => path !== '/api/evenements');
  expect(files.filter((path) => /\.(css|js|wasm|woff2)$/.test(path)).length).toBeGreaterThan(4);
  for (const path of [...files, '/nulle-part', '/absent.js', '/api/fils', '/api/nulle-part', '/api/creneaux?page=2']) {
    strict(path, await request.get(path));
  }
  strict('a wrong method', await request.delete('/api/session'));
  strict('another site', await request.post('/api/session', { headers: { origin: 'https://ailleurs.example' } }));
});

test('files that bear their fingerprint stay for ever, the pages never', async ({ page, request, house }) => {
  const loaded = page.waitForResponse((response) => response.url().endsWith('.wasm'));
  await page.goto(`/e/${house.code}`);
  expect((await loaded).headers()['cache-control']).toContain('immutable');
  for (const path of [`/e/${house.code}`, '/', '/moi', '/pro', '/api/session']) {
    expect((await request.get(path)).headers()['cache-control'], path).toMatch(/no-store|no-cache/);
  }
  await page.goto('/');
  await expect(page.locator('[style], script:not([src])')).toHaveCount(0);
});

function strict(what: string, answer: APIResponse): void {
  const headers = answer.headers();
  const policy = (headers['content-security-policy'] ?? '').split(';').map((one) => one.trim());
  expect(policy, what).toEqual(expect.arrayContaining(NEEDED));
  expect(policy.join(), what).not.toMatch(/unsafe-inline|'unsafe-eval'|http/);
  const age = Number(/max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1]);
  expect(age, what).toBeGreaterThanOrEqual(31_536_000);
  expect(headers['x-content-type-options'], what).toBe('nosniff');
  expect(headers['referrer-policy'], what).toBe('no-referrer');
  expect(headers['cross-origin-opener-policy'], what).toBe('same-origin');
  expect(headers['cross-origin-resource-policy'], what).toBe('same-origin');
  expect(headers['permissions-policy'], what).toContain('geolocation=()');
  if (what.startsWith('/api')) expect(headers['cache-control'], what).toBe('no-store');
}
