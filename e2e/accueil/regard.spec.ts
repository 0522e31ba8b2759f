import { expect, test } from '../support/test';

test('the page of a relative asks while it is looked at, and never behind another one', async ({ page, house }) => {
  test.setTimeout(120_000);
  await page.clock.install();
  await page.goto(`/proche/${house.code}`);
  await page.getByLabel('Votre prénom').fill('Fatou');
  await page.getByLabel('Votre message').fill('Bonjour.');
  await page.getByRole('button', { name: 'Écrire à l’équipe' }).click();
  await expect(page.getByText('Bonjour.')).toBeVisible();
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/proche') asked += 1;
  });
  // In short steps: answers come in the time of the machine.
  const pass = async (seconds: number) => {
    asked = 0;
    for (let step = 0; step < seconds; step += 5) {
      await page.clock.runFor(5_000);
      await page.evaluate(() => fetch('/api/session').catch(() => null));
    }
    return asked;
  };
  const hide = (hidden: boolean) =>
    page.evaluate((is) => Object.defineProperty(document, 'hidden', { configurable: true, get: () => is }), hidden);
  const looked = await pass(60);
  // Every three seconds.
  expect(looked).toBeGreaterThan(14);
  expect(looked).toBeLessThan(22);
  await hide(true);
  expect(await pass(300)).toBe(0);
  const [relative] = await house.pro.get('/api/proches');
  await house.pro.post(`/api/proches/${relative.id}/mots`, { texte: 'Bonjour Fatou, passez samedi.' });
  await hide(false);
  // Seen again: at once.
  expect([1, 2, 3]).toContain(await pass(5));
  await expect(page.getByText('passez samedi')).toBeVisible();
  // What is being written stays while nobody answers, and one asks more and more rarely.
  await page.getByLabel('Votre message').fill('Merci, à');
  await page.route('**/api/proche', (route) => route.abort('connectionrefused'));
  expect(await pass(600)).toBeLessThan(12);
  await expect(page.getByLabel('Votre message')).toHaveValue('Merci, à');
  await expect(page.getByText('passez samedi')).toBeVisible();
  // Without a network nothing is asked at all; when it is back, at once.
  await page.unroute('**/api/proche');
  await page.context().setOffline(true);
  expect(await pass(60)).toBe(0);
  await page.context().setOffline(false);
  expect([1, 2, 3]).toContain(await pass(5));
});
