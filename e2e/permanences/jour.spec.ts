import { day, openPermanence } from '../support/api';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('the list of the day: someone comes without a rendez-vous and is received, one tap each', async ({ page, house }) => {
  // Held already, whatever the hour of this test.
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.getByRole('link', { name: 'Agenda' }).first().click();
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  await expect(page.getByText('C’est à remplir')).toBeVisible();
  await page.getByLabel('Prénom ou surnom').fill('Yaëlle-Anaïs');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  const tap = (word: string) => page.getByRole('button', { name: `${word} : Yaëlle-Anaïs` });
  await expect(tap('Arrivé·e')).toHaveAttribute('aria-pressed', 'true');
  await tap('Reçu·e').click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'true');
  await tap('Reçu·e').click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'false');
  await tap('Absent·e').click();
  await expect(tap('Absent·e')).toHaveAttribute('aria-pressed', 'true');
});

test('the mark that is on is seen and not only told, and is taken back by its name, on the narrowest phone too', async ({ page, house }) => {
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  const creneau = (await house.pro.get(`/api/agenda?du=${day(0)}`))[0].id;
  await house.pro.post(`/api/creneaux/${creneau}/venues`, { prenom: 'Maximilienne', marque: 'attendu' });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  const tap = (word: string) => page.getByRole('button', { name: `${word} : Maximilienne` });
  const taps = [tap('Arrivé·e'), tap('Reçu·e'), tap('Absent·e')];
  const undo = page.getByRole('button', { name: 'Annuler la marque : Maximilienne' });
  await expect(undo).toHaveCount(0);
  await tap('Reçu·e').click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'true');
  const ground = (one: typeof undo) => one.evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await ground(tap('Reçu·e'))).not.toBe(await ground(tap('Absent·e')));
  expect(await ground(tap('Arrivé·e'))).toBe(await ground(tap('Absent·e')));
  await expect(tap('Reçu·e').locator('svg')).toBeVisible();
  await expect(tap('Absent·e').locator('svg')).toHaveCount(0);
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const boxes = await Promise.all(taps.map((one) => one.boundingBox()));
    expect(new Set(boxes.map((box) => Math.round(box!.y))).size, `one line at ${width}`).toBe(1);
    for (const one of taps) expect(await one.evaluate((button) => button.scrollWidth <= button.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await undo.click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'false');
  await expect(undo).toHaveCount(0);
  await expect.poll(async () => (await house.pro.get(`/api/agenda?du=${day(0)}`))[0].venues[0].etat).toBe('confirme');
});

test('someone who comes while there is no network stays on the list, leaves with nobody, and reaches the server once', async ({ page, house }) => {
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  // The first request arrives and its answer is lost; the next ones do not arrive.
  let sent = 0;
  await page.route('**/venues', async (route) => {
    sent += 1;
    if (sent === 1) await route.fetch();
    await route.abort('internetdisconnected');
  });
  await page.getByLabel('Prénom ou surnom').fill('Bakary');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  const waiting = page.getByRole('listitem').filter({ hasText: /^.?Bakary.*en attente du réseau/ });
  await expect(waiting).toHaveCount(1);
  await expect(page.getByLabel('Prénom ou surnom')).toHaveCount(0);
  await expect.poll(() => sent).toBeGreaterThan(0);
  // Elsewhere and back, then a reload: still there.
  await page.getByRole('link', { name: 'Moi', exact: true }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Moi' })).toBeVisible();
  await page.getByRole('link', { name: 'Agenda' }).last().click();
  await expect(waiting).toHaveCount(1);
  await page.reload();
  await expect(waiting).toHaveCount(1);
  await page.unroute('**/venues');
  await expect(page.getByText('en attente du réseau')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Arrivé·e : Bakary' })).toHaveCount(1);
  const venues = (await house.pro.get(`/api/agenda?du=${day(0)}`)).flatMap((one: any) => one.venues);
  expect(venues.map((one: any) => one.prenom)).toEqual(['Bakary']);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Bakary');
});

test('someone whom the server refuses is said by name, and the others are not held up', async ({ page, house }) => {
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/agenda');
  const refused = { type: 'introuvable', title: 'On ne trouve pas ce que tu cherches.', status: 404 };
  await page.route('**/venues', (route) => route.fulfill({ status: 404, json: refused }));
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByLabel('Prénom ou surnom').fill('Bakary');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  await expect(page.getByText('Bakary n’est pas sur la liste.')).toBeVisible();
  await expect(page.getByText('en attente du réseau')).toHaveCount(0);
});
