import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { House } from '../support/api';
import { enterWithCard, goTo, write } from '../support/steps';
import { expect, test } from '../support/test';

// A thread of years. What stands in the document stays a few screens; what one looks at stays under the eyes.

const MANY = Number(process.env.LINES ?? 700);
// As many as stand in the document (`thread/window.rs`), and a page.
const MOST = 250;
const THIRD = Math.floor(MANY / 3);

test('a long thread is walked up to its first word and down again, and never stands in the document as a whole', async ({ page, house }) => {
  test.setTimeout(60_000 + MANY * 60);
  const { fil, third } = await fill(page, house);
  await expect(page.getByText(`Ligne ${MANY}.`)).toBeInViewport();
  const times: number[] = [];
  for (let shown = await first(page); 1 < shown; shown = await first(page)) {
    const before = Date.now();
    await climb(page, shown);
    times.push(Date.now() - before);
    await expectWhole(page);
  }
  console.log(`${MANY} lines, ${times.length} pages, ms: first ${times.slice(0, 5)}, last ${times.slice(-5)}; nodes ${await page.evaluate(() => document.querySelectorAll('*').length)}`);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.getByText('Ligne 1.', { exact: true })).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Voir les messages plus anciens' })).toHaveCount(0);
  // Down again, a page after the other, to the last one.
  for (let shown = await last(page); shown < MANY; shown = await last(page)) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight - 1500));
    await page.waitForFunction((former) => former < Number([...document.querySelectorAll('.fil .bulle-texte')].at(-1)?.textContent?.match(/\d+/)?.[0]), shown);
    await expectWhole(page);
  }
  // Somebody who reads what is old is left there; one's own words lead to the end.
  await climb(page, await first(page));
  const place = await page.evaluate(() => scrollY);
  await house.pro.post(`/api/fils/${fil}/messages`, { message: randomUUID(), texte: 'Une nouvelle.' });
  const back = page.getByRole('button', { name: '1 nouveau message' });
  await expect(back).toBeVisible();
  expect(Math.abs(await page.evaluate(() => scrollY) - place)).toBeLessThan(3);
  await back.click();
  await expect(page.getByText('Une nouvelle.')).toBeInViewport();
  await page.goto(`${page.url()}?message=${third}`);
  await expect(page.getByText(`Ligne ${THIRD}.`)).toBeInViewport();
  await expectWhole(page);
  await write(page, 'Merci !');
  await expect(page.getByText('Merci !')).toBeInViewport();
  await expect(page.getByText('Une nouvelle.')).toBeInViewport();
});

test('what one looks at does not move when older messages come above it', async ({ page, house }) => {
  await fill(page, house);
  await expect(page.getByText(`Ligne ${MANY}.`)).toBeInViewport();
  for (let turn = 0; turn < 8; turn += 1) {
    const former = await first(page);
    // The page has taken its place at the end, or the one after what came.
    await frames(page, 10);
    const seen = await page.evaluate(() => {
      scrollTo(0, 900);
      const line = [...document.querySelectorAll('.fil > [id^=message-]')].find((one) => 200 < one.getBoundingClientRect().top);
      return { id: line?.id ?? '', top: line?.getBoundingClientRect().top ?? 0 };
    });
    await page.waitForFunction((before) => Number(document.querySelector('.fil .bulle-texte')?.textContent?.match(/\d+/)?.[0]) < before, former);
    // The page has put right what it puts right.
    await frames(page, 2);
    const moved = await page.evaluate(({ id, top }) => (document.getElementById(id)?.getBoundingClientRect().top ?? 1e6) - top, seen);
    expect(Math.abs(moved), `turn ${turn}`).toBeLessThan(3);
  }
});

// The first line is the jeune's, all others are the professional's; the last place is `MANY`.
async function fill(page: Page, house: House): Promise<{ fil: string; third: number }> {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Ligne 1.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [{ id }] = await house.pro.get('/api/fils');
  // Whoever looks elsewhere draws nothing meanwhile.
  await goTo(page, 'Accueil');
  let third = 0;
  for (let line = 2; line <= MANY; line += 1) {
    const long = line % 7 ? '' : ' Une ligne plus longue que les autres, avec des mots qui prennent de la place.';
    const { seq } = await house.pro.post(`/api/fils/${id}/messages`, { message: randomUUID(), texte: `Ligne ${line}.${long}` });
    if (line === THIRD) third = seq;
    if (line === MANY) await house.pro.post(`/api/fils/${id}/lecture`, { seq, etape: 'lu' });
  }
  // What is new was seen once; whoever comes back comes to the end.
  await goTo(page, 'Messages');
  await expect(page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: /^Messages/ })).toHaveAccessibleName('Messages');
  await page.reload();
  return { fil: id, third };
}

/** Scrolls up until older messages stand above: a page that has just been opened goes to its place a few times. */
async function climb(page: Page, former: number): Promise<void> {
  await page.waitForFunction((former) => {
    const first = Number(document.querySelector('.fil .bulle-texte')?.textContent?.match(/\d+/)?.[0]);
    if (first >= former && scrollY > 700) scrollTo(0, 600);
    return first < former;
  }, former);
}

async function frames(page: Page, many: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let frame = 0; frame < many; frame += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
  }, many);
}

async function lines(page: Page): Promise<number[]> {
  const texts = await page.locator('.fil .bulle-texte').allTextContents();
  return texts.map((text) => Number(/Ligne (\d+)/.exec(text)?.[1])).filter((line) => 0 < line);
}

async function first(page: Page): Promise<number> {
  return (await lines(page))[0];
}

async function last(page: Page): Promise<number> {
  return (await lines(page)).at(-1) ?? 0;
}

/** Without a hole, without a double, and never too many. */
async function expectWhole(page: Page): Promise<void> {
  const now = await lines(page);
  expect(now).toEqual(now.map((_, at) => now[0] + at));
  expect(now.length).toBeLessThanOrEqual(MOST);
}
