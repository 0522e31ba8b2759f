import { cardWords, enterWithCard, goTo, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('a référent gives a code and the jeune comes back to their thread', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Aïssata');
  const desk = await browserOf();
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.getByRole('button', { name: /^Tous/ }).click();
  await desk.getByRole('link', { name: /Aïssata/ }).first().click();
  await desk.getByRole('button', { name: 'Donner un code de retour' }).or(desk.getByRole('link', { name: 'Donner un code de retour' })).click();
  const make = desk.getByRole('button', { name: 'Faire le code' });
  await make.click();
  const shown = desk.getByText(/^\d{4}\s*\d{4}$/).first();
  await expect(shown).toBeVisible();
  const code = (await shown.innerText()).replace(/\D/g, '');

  const found = await browserOf();
  await found.goto('/revenir');
  await found.getByText('J’ai un code').click();
  await found.getByLabel('Ton prénom ou un surnom').fill('aissata');
  await found.getByLabel('Les 8 chiffres').fill(code);
  await found.getByRole('button', { name: 'Revenir', exact: true }).click();
  expect(await cardWords(found)).toHaveLength(6);
  await found.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
  await goTo(found, 'Messages');
  await expect(found.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
});

test('one tap quits: the screen is blank, the session is over, Back shows nothing', async ({ page, house }) => {
  await page.context().route(/meteo/, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<title>Météo</title><h1>Météo</h1>' }));
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByRole('heading', { name: 'Météo' })).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Inès')).toHaveCount(0);
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Je reviens' })).toBeVisible();
  expect((await page.context().cookies()).some((cookie) => /acces|suite/.test(cookie.name))).toBe(false);
});

test('Shift three times quits too', async ({ page, house }) => {
  await page.context().route(/meteo/, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<h1>Météo</h1>' }));
  await enterWithCard(page, house.code, 'Inès');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift');
  await expect(page.getByRole('heading', { name: 'Météo' })).toBeVisible();
});
