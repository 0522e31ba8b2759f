import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { House } from '../support/api';
import { enterWithCard, goTo, write } from '../support/steps';
import { expect, test } from '../support/test';

// What the phone keeps: it is closed, opened again, shared, left in a hurry.

test('p09 what was written in a tunnel leaves in order and once, after the page was closed and opened again', async ({ page, house }) => {
  const context = page.context();
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Un.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await context.setOffline(true);
  for (const texte of ['Deux.', 'Trois.', 'Quatre.', 'Cinq.']) await write(page, texte);
  await expect(page.getByText('En attente')).toHaveCount(4);
  await page.close();
  await context.setOffline(false);
  // The first screen is of another program, and two tabs open at once.
  const tabs = [await context.newPage(), await context.newPage()];
  await Promise.all([tabs[0].goto('/'), tabs[1].goto('/messages')]);
  const all = ['Un.', 'Deux.', 'Trois.', 'Quatre.', 'Cinq.'];
  await expect.poll(() => stored(house), { timeout: 30_000 }).toEqual(all);
  await expect(tabs[1].getByText('Envoyé')).toHaveCount(5);
  expect(await tabs[1].locator('.bulle-texte').allInnerTexts()).toEqual(all);
  await expect.poll(() => kept(tabs[0])).toBe(0);
  expect(await stored(house)).toEqual(all);
});

test('p09 after a silence the thread is the one of the server', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Avant.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await page.context().setOffline(true);
  await write(page, 'Pendant.');
  const [fil] = await house.pro.get('/api/fils');
  for (let line = 1; line <= 60; line += 1) await answer(house, fil.id, `Réponse ${line}.`);
  await page.context().setOffline(false);
  await expect(page.getByText('Réponse 60.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('En attente')).toHaveCount(0, { timeout: 30_000 });
  const texts = (await stored(house)).slice(-50);
  await expect.poll(async () => (await page.locator('.bulle-texte').allInnerTexts()).slice(-50)).toEqual(texts);
});

test('left in a hurry without a network, nothing stays on the phone and nothing leaves it', async ({ page, house }) => {
  await answerForTheWeather(page);
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Envoyé avant.');
  await expect(page.getByText('Envoyé', { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await write(page, 'Personne ne doit lire ça.');
  await expect(page.getByText('En attente')).toBeVisible();
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Ni ce brouillon.');
  await page.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByText('Personne ne doit lire ça.')).toBeHidden();
  await page.context().setOffline(false);
  // A picture of the same site runs no program: what lies there is what was left.
  await page.goto('/icone.svg');
  await expect.poll(() => kept(page)).toBe(0);
  await page.goto('/messages');
  await expect(page.getByText('Entre d’abord')).toBeVisible();
  expect(await stored(house)).toEqual(['Envoyé avant.']);
});

test('another account on the phone neither sees nor sends what waits', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await page.context().route('**/api/fils/*/messages', (route) => route.abort());
  await write(page, 'Le secret d’Inès.');
  await expect(page.getByText('En attente')).toBeVisible();
  // The session ends elsewhere; the next person signs up on the same phone.
  await page.context().clearCookies();
  await page.context().unroute('**/api/fils/*/messages');
  await enterWithCard(page, house.code, 'Sami');
  await expect.poll(() => kept(page)).toBe(0);
  await goTo(page, 'Messages');
  await expect(page.getByText('Pas encore de message.')).toBeVisible();
  const fils = await house.pro.get('/api/fils');
  for (const { id } of fils) {
    const { messages } = await house.pro.get(`/api/fils/${id}`);
    expect(messages.map((one: any) => one.texte)).not.toContain('Le secret d’Inès.');
  }
});

test('what the server refuses says why, and can be tried again or taken away', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  const refusal = { type: 'interdit', title: 'Pas maintenant.', status: 403 };
  await page.context().route('**/api/fils/*/messages', (route) => route.fulfill({ status: 403, json: refusal, contentType: 'application/problem+json' }));
  await write(page, 'Encore une fois.');
  await expect(page.getByText('Pas maintenant.')).toBeVisible();
  await write(page, 'À oublier.');
  await expect(page.getByText('Échec')).toHaveCount(2);
  await page.context().unroute('**/api/fils/*/messages');
  // It is known after a reload too.
  await page.reload();
  await expect(page.getByText('Échec')).toHaveCount(2);
  await page.getByRole('button', { name: 'Enlever' }).last().click();
  await expect(page.getByText('À oublier.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.getByText('Envoyé')).toHaveCount(1);
  expect(await stored(house)).toEqual(['Encore une fois.']);
});

async function answer(house: House, fil: string, texte: string): Promise<void> {
  await house.pro.post(`/api/fils/${fil}/messages`, { message: randomUUID(), texte });
}

// The texts of the first thread, oldest first.
async function stored(house: House): Promise<string[]> {
  const [fil] = (await house.pro.get('/api/fils')).filter((one: any) => one.prenom === 'Inès');
  const { messages, avant } = await house.pro.get(`/api/fils/${fil.id}`);
  const before = avant ? (await house.pro.get(`/api/fils/${fil.id}?avant=${messages[0].seq}`)).messages : [];
  return [...before, ...messages].filter((one: any) => one.auteur !== 'maison').map((one: any) => one.texte);
}

// How many things lie on the shelves of the phone.
function kept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const known = await indexedDB.databases();
    let count = 0;
    for (const { name } of known) {
      const base = await new Promise<IDBDatabase>((done, failed) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const shelf of base.objectStoreNames) {
        count += await new Promise<number>((done) => {
          const request = base.transaction(shelf).objectStore(shelf).count();
          request.onsuccess = () => done(request.result);
        });
      }
      base.close();
    }
    return count;
  });
}

async function answerForTheWeather(page: Page): Promise<void> {
  const body = '<!doctype html><html lang="fr"><title>Météo</title><h1>Météo</h1>';
  await page.context().route('https://www.meteofrance.com/**', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
}
