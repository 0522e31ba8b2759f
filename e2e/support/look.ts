import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe finds nothing, and nothing scrolls sideways. */
export async function nothingFound(page: Page, what = ''): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`), what).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${what}: no scroll sideways`).toBe(true);
}

/** What axe finds, and whether a screen is wider than the smallest phone; with PICTURES it is to be looked at too. */
export async function check(page: Page, what: string): Promise<void> {
  await expect(page.getByText('Ça arrive…')).toHaveCount(0);
  await nothingFound(page, what);
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} is wider than 320 px`).toBeLessThanOrEqual(0);
  await page.setViewportSize(size);
  await picture(page, what);
}

async function picture(page: Page, what: string): Promise<void> {
  if (!process.env.PICTURES) return;
  const before = page.viewportSize()!;
  const scheme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  for (const [name, size] of [['phone', { width: 360, height: 800 }], ['desk', { width: 1280, height: 800 }]] as const) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${process.env.PICTURES}/${what}-${name}-${scheme}.png`, fullPage: true });
  }
  await page.setViewportSize(before);
}
