import type { Page } from '@playwright/test';
import { makeAtelier } from '../ateliers/aide';
import { day, openPermanence } from '../support/api';
import { expect, test } from '../support/test';

const LONG = 'Anticonstitutionnellement, l’électroencéphalographie interdépartementale';

/** How far the page runs out of a phone of that width, with letters of that size. */
async function out(page: Page, width: number, letters: number): Promise<number> {
  await page.setViewportSize({ width, height: 800 });
  return page.evaluate((letters) => {
    const root = document.documentElement;
    const normal = root.dataset.lettres ?? getComputedStyle(root).fontSize;
    root.dataset.lettres = normal;
    root.style.fontSize = `${(parseFloat(normal) * letters) / 100}px`;
    return root.scrollWidth - root.clientWidth;
  }, letters);
}

/** The page at `path` stays within the phone, on the narrowest one and with large letters. */
async function expectWithin(page: Page, path: string, wait: () => Promise<void>): Promise<void> {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(path, { waitUntil: 'commit' });
  await wait();
  // A script may read sizes before the style is there; nobody sees the page then.
  await page.waitForFunction(() => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].every((link) => link.sheet));
  for (const [width, letters] of [[320, 100], [360, 130], [360, 200]]) {
    expect(await out(page, width, letters), `${path} at ${width} px, letters at ${letters} %`).toBeLessThanOrEqual(0);
  }
}

test('long words break with large letters, and on the narrowest phone', async ({ page, house }) => {
  const code = `long-${house.code.slice(5)}`;
  await house.admin.post('/api/espaces', {
    code,
    nom: LONG,
    presentation: LONG,
    lieu: 'Le Carrefour des Électroménagers-de-Saint-Rémy',
    adresse: '12 rue de la République',
    commune: 'Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson',
    horaires: [{ jour: 6, debut: '10:00', fin: '18:00' }],
    structures: [house.structure],
    propositions: [LONG],
    detail: { programme: true },
  });
  await makeAtelier(house, {}, { titre: LONG, lieu: { ou: 'espace', espace: code } });
  for (const path of [`/e/${code}`, `/e/${code}/programme`, `/lieux/${code}`, '/ateliers']) {
    await expectWithin(page, path, () => expect(page.locator('main:not(.first-paint)').getByText(LONG).last()).toBeVisible());
  }

  // What the server writes before the program is there: seconds of a slow network.
  await page.route('**/*.wasm', () => new Promise(() => undefined));
  for (const path of [`/e/${code}`, `/lieux/${code}`]) {
    await expectWithin(page, path, () => expect(page.locator('.first-paint').getByText(LONG).first()).toBeVisible());
  }
});

test('the hour on a button is on one line, on a small phone and with large letters', async ({ page, house }) => {
  await openPermanence(house, day(2), 1, { debut: '13:30', fin: '16:30' });
  await page.goto(`/e/${house.code}`);
  const hour = page.locator('.heure', { hasText: /13\s*h\s*30/ });
  await expect(hour).toBeVisible();
  for (const [width, letters] of [[360, 100], [320, 100], [360, 130], [360, 200]]) {
    expect(await out(page, width, letters), `${width} px, letters at ${letters} %`).toBeLessThanOrEqual(0);
    const [high, line, inside] = await hour.evaluate((link) => {
      const said = document.createRange();
      said.selectNodeContents(link.querySelector('span')!.firstChild!);
      return [said.getClientRects().length, parseFloat(getComputedStyle(link).fontSize), said.getBoundingClientRect().width <= link.getBoundingClientRect().width];
    });
    expect([high, inside], `${width} px, letters at ${letters} %, of ${line} px`).toEqual([1, true]);
  }
});

for (const room of ['lieux', 'passe']) {
  test(`a place that nobody knows leads on, /${room}`, async ({ page }) => {
    await page.goto(`/${room}/nulle-part`);
    await expect(page.getByRole('heading', { level: 1, name: 'On ne trouve pas ce lieu' })).toBeVisible();
    await page.getByRole('link', { name: 'Voir les lieux' }).click();
    await expect(page).toHaveURL(/\/$/);
  });
}

test('two openings of a day stand beside it, and none breaks inside', async ({ page, house }) => {
  const code = `deux-${house.code.slice(5)}`;
  // On all of them: one of the coming week may be a public holiday.
  const horaires = [1, 2, 3, 4, 5, 6].flatMap((jour) => [{ jour, debut: '09:00', fin: '12:30' }, { jour, debut: '13:30', fin: '18:00' }]);
  await house.admin.post('/api/espaces', {
    code,
    nom: 'Le Local',
    presentation: 'Un lieu ouvert à tous.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires,
    structures: [house.structure],
    propositions: [],
  });
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of [`/e/${code}`, `/lieux/${code}`]) {
    await page.goto(path);
    const lines = page.locator('dl > div', { has: page.locator('dd') });
    await expect(lines.first()).toBeVisible();
    const wrong = await lines.evaluateAll((all) => {
      const top = (one: Element | null) => Math.round(one!.getBoundingClientRect().top);
      const below = (line: Element) => top(line.querySelector('dt')) !== top(line.querySelector('dd'));
      const broken = (line: Element) => [...line.querySelectorAll('dd span')].some((one) => 40 < one.getBoundingClientRect().height);
      const whole = (line: Element) => line.querySelectorAll('dd span').length === 2;
      return all.filter((line) => below(line) || broken(line) || !whole(line)).map((line) => line.textContent);
    });
    expect(wrong, path).toEqual([]);
  }
});
