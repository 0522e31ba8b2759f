import type { Page } from '@playwright/test';
import { cardWords, enterWithCard, goTo, write } from '../support/steps';
import { expect, test } from '../support/test';

// /moi is a screen of the second program of jeunes: the browser goes there as to another page.

test('a tab leads to the other program and Back comes back, with titles', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  const program = () => page.evaluate(() => document.documentElement.dataset.page);
  expect(await program()).toBe('jeune');
  await goTo(page, 'Moi');
  await expect(page.getByRole('button', { name: 'Sortir' })).toBeVisible();
  await expect(page).toHaveURL('/moi');
  await expect(page).toHaveTitle(/^Moi/);
  await expect(page.getByRole('link', { name: 'Moi' })).toHaveAttribute('aria-current', 'page');
  expect(await program()).toBe('suite');
  await page.getByRole('link', { name: 'À propos' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'À propos' })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sortir' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  expect(await program()).toBe('jeune');
});

test('a draft and a message that is not sent yet come along', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await page.context().route('**/api/fils/*/messages', (route) => route.abort());
  await write(page, 'Ça part plus tard.');
  await expect(page.getByText('En attente')).toBeVisible();
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Je commençais à');
  await goTo(page, 'Moi');
  await expect(page.getByRole('button', { name: 'Sortir' })).toBeVisible();
  await expect.poll(() => stored(page)).toBe(0);
  await page.context().unroute('**/api/fils/*/messages');
  const [fil] = (await house.pro.get('/api/fils')).filter((one: any) => one.prenom === 'Inès');
  const texts = async () => (await house.pro.get(`/api/fils/${fil.id}`)).messages.map((one: any) => one.texte);
  await expect.poll(texts, { timeout: 20_000 }).toEqual(['Ça part plus tard.']);
  await goTo(page, 'Messages');
  await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toHaveValue('Je commençais à');
  await expect(page.getByText('Ça part plus tard.')).toHaveCount(1);
  expect(await texts()).toEqual(['Ça part plus tard.']);
});

test('without a network one stays where one is, and reads why', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await page.context().setOffline(true);
  await goTo(page, 'Moi');
  await expect(page.getByText('Pas de réseau.').first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('Pas de réseau.')).toHaveCount(0);
  await goTo(page, 'Moi');
  await expect(page.getByRole('button', { name: 'Sortir' })).toBeVisible();
});

test('a card that is not kept yet is lost neither by a link nor by leaving', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Moi');
  await page.getByRole('button', { name: 'Faire une nouvelle carte' }).click();
  await page.getByRole('button', { name: 'Oui, faire la carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
  const words = await cardWords(page);
  await page.getByRole('link', { name: 'Côte à Côte' }).click();
  expect(await cardWords(page)).toEqual(words);

  // The browser asks; whoever leaves nevertheless finds the card in the other program.
  page.on('dialog', (dialog) => dialog.accept());
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
  expect(await cardWords(page)).toEqual(words);
  expect(await stored(page)).toBe(0);
  await page.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await goTo(page, 'Moi');
  await expect(page.getByRole('button', { name: 'Sortir' })).toBeVisible();
});

test('whoever pressed a link under the card gets there once it is kept', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Moi');
  await page.getByRole('button', { name: 'Faire une nouvelle carte' }).click();
  await page.getByRole('button', { name: 'Oui, faire la carte' }).click();
  await cardWords(page);
  await page.getByRole('link', { name: 'Côte à Côte' }).click();
  await page.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await expect(page).toHaveURL('/');
  expect(await stored(page)).toBe(0);
});

async function stored(page: Page): Promise<number> {
  return page.evaluate(() => localStorage.length + sessionStorage.length);
}
