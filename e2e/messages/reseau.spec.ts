import { randomUUID } from 'node:crypto';
import { enterWithCard, goTo, write } from '../support/steps';
import { expect, test } from '../support/test';

test('a message written without a network is sent once when it is back, and what came meanwhile appears', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Le premier.');
  await expect(page.getByText('Envoyé')).toHaveCount(1);
  await page.context().setOffline(true);
  await write(page, 'Dans l’ascenseur.');
  await expect(page.getByText('En attente')).toBeVisible();
  const [fil] = (await house.pro.get('/api/fils')).filter((one: any) => one.prenom === 'Inès');
  await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte: 'La réponse, pendant ce temps.' });
  await page.context().setOffline(false);
  await expect(page.getByText('La réponse, pendant ce temps.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('En attente')).toHaveCount(0, { timeout: 30_000 });
  const stored = await house.pro.get(`/api/fils/${fil.id}`);
  expect(stored.messages.map((one: any) => one.texte).sort()).toEqual(
    ['Dans l’ascenseur.', 'La réponse, pendant ce temps.', 'Le premier.'].sort(),
  );
  await expect(page.getByText('Dans l’ascenseur.')).toHaveCount(1);
});

test('after the server was stopped and started again the thread goes on', async ({ page, house, server }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Avant.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await server.stop();
  await server.serve();
  const [fil] = (await house.pro.get('/api/fils')).filter((one: any) => one.prenom === 'Inès');
  await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte: 'Après.' });
  await expect(page.getByText('Après.')).toBeVisible({ timeout: 30_000 });
});
