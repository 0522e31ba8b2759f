import type { Page } from '@playwright/test';
import { cardWords, enterWithCard, goTo, sayWho, signInPro, write } from '../support/steps';
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

test('one tap quits: the session is over, Back leads to the weather again', async ({ page, house }) => {
  await answerForTheWeather(page);
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Un secret.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const ended = page.waitForRequest((request) => request.url().endsWith('/api/session/fin'));
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await ended;
  await expect(page.getByRole('heading', { name: 'Météo' })).toBeVisible();
  for (let back = 0; back < 2; back += 1) {
    await page.goBack();
    await expect(page).toHaveURL('https://www.meteofrance.com/');
  }
  expect(await sessionCookies(page)).toEqual([]);
  // The address opened on purpose shows the door, and nothing of before.
  await page.goto('/messages');
  await expect(page.getByText('Entre d’abord')).toBeVisible();
  await expect.poll(() => page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test('Shift three times quits too, and twice does not', async ({ page, house }) => {
  await answerForTheWeather(page);
  await enterWithCard(page, house.code, 'Inès');
  for (const key of ['Shift', 'Shift', 'a', 'Shift', 'Shift']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(page.getByRole('heading', { name: 'Météo' })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Je reviens' })).toBeVisible();
});

test('the browser asks whoever reloads before the card is kept, and never whoever quits', async ({ page, house }) => {
  await answerForTheWeather(page);
  await page.goto(`/entrer?espace=${house.code}`);
  await sayWho(page, 'Inès');
  await page.getByText('Ni l’un ni l’autre').click();
  await page.getByRole('button', { name: 'Faire ma carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.dismiss();
  });
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByRole('heading', { name: 'Météo' })).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('without a network the quick exit still blanks the screen', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByText('Inès')).toBeHidden();
  await expect(page).not.toHaveTitle(/Côte/);
});

test('whoever quits without a network is signed out before anything is shown again', async ({ page, house }) => {
  await answerForTheWeather(page);
  await enterWithCard(page, house.code, 'Inès');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByText('Inès')).toBeHidden();
  await page.context().setOffline(false);

  // The server does not hear of it at once: nothing of before is shown while one waits.
  let refusals = 0;
  await page.context().route('**/api/session/fin', async (route) => {
    refusals += 1;
    await (refusals === 1 ? route.abort() : route.fallback());
  });
  const ended = page.waitForResponse((answer) => answer.url().endsWith('/api/session/fin'));
  await page.goto('/moi');
  await expect(page.getByText('Entre d’abord')).toBeVisible();
  await ended;
  await expect.poll(() => sessionCookies(page)).toEqual([]);
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
  expect(refusals).toBe(2);
  await page.reload();
  await expect(page.getByText('Entre d’abord')).toBeVisible();

  // Whoever enters then stays in.
  await enterWithCard(page, house.code, 'Sami');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Sami' })).toBeVisible();
});

test('a professional who quits without a network is signed out too', async ({ page, house }) => {
  await answerForTheWeather(page);
  await signInPro(page, house.courriel, house.motDePasse);
  await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeVisible();
  await page.context().setOffline(true);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
  await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeHidden();
  await page.context().setOffline(false);
  await page.goto('/pro/moi');
  await expect(page.getByRole('button', { name: 'Me connecter' })).toBeVisible();
  await expect.poll(() => sessionCookies(page)).toEqual([]);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Me connecter' })).toBeVisible();
});

async function sessionCookies(page: Page): Promise<string[]> {
  const names = (await page.context().cookies()).map((cookie) => cookie.name);
  return names.filter((name) => /acces|suite/.test(name));
}

// The real site is never reached.
async function answerForTheWeather(page: Page): Promise<void> {
  const body = '<title>Météo</title><h1>Météo</h1>';
  await page.context().route('https://www.meteofrance.com/**', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
}
