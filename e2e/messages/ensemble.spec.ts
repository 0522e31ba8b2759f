import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { day, joinTeam, type House } from '../support/api';
import { enterWithCard, goTo, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

// Two phones and a computer live through a bad day together: at its end every list is that of the server.

test.use({ settings: '--answer-within 1m' });

const WAIT = { timeout: 60_000 };

test('no word is lost, doubled or out of order, whatever happens to the network, the server and the people', async ({ page: ines, house, server, browserOf }) => {
  test.setTimeout(360_000);
  const [noe, desk] = [await browserOf(), await browserOf({ viewport: { width: 1280, height: 800 } })];
  const { pro: karim } = await joinTeam(house, 'Karim');
  const { pro: awa } = await joinTeam(house, 'Awa', { referent: false, publie: false, coordonne: true });
  const fils = [await open(ines, house, 'Inès'), await open(noe, house, 'Noé')];
  await signInPro(desk, house.courriel, house.motDePasse);
  for (const fil of fils) {
    await desk.goto(`/pro/messages/${fil}`);
    await desk.getByRole('button', { name: 'Je deviens référent·e' }).click();
    await expect(desk.getByText('Vous êtes référent·e.')).toBeVisible();
  }
  const said: Record<string, string[]> = { ines: ['Inès arrive.'], noe: ['Noé arrive.'] };

  // The network of one phone is cut; the computer answers meanwhile.
  await ines.context().setOffline(true);
  for (const texte of ['Métro 1.', 'Métro 2.', 'Métro 3.']) await say(ines, texte, said.ines);
  await expect(ines.getByText('En attente')).toHaveCount(3);
  await desk.goto(`/pro/messages/${fils[0]}`);
  await write(desk, 'Pendant le métro.');
  await ines.context().setOffline(false);
  await expect(ines.getByText('Pendant le métro.')).toBeVisible(WAIT);
  await expect(ines.getByText('En attente')).toHaveCount(0, WAIT);

  // A photo leaves while the server is killed; everybody goes on writing while there is none.
  await ines.getByRole('button', { name: 'Joindre' }).click();
  await ines.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await photo(ines) });
  await expect(ines.getByText('Photo prête à partir')).toBeVisible();
  await say(ines, 'La salle, en photo.', said.ines);
  await say(noe, 'Juste avant la panne.', said.noe);
  await server.kill();
  for (const texte of ['Panne 1.', 'Panne 2.']) {
    await say(ines, texte, said.ines);
    await say(noe, texte, said.noe);
  }
  await write(desk, 'Écrit sans serveur.');
  await expect(noe.getByText('En attente').first()).toBeVisible();
  await server.serve();
  for (const one of [ines, noe, desk]) await expect(one.getByText('En attente')).toHaveCount(0, WAIT);
  await expect(ines.getByText('Écrit sans serveur.')).toBeVisible(WAIT);
  await expect(ines.getByRole('log').getByRole('img', { name: 'Photo' })).toBeVisible(WAIT);
  await expect(desk.getByRole('log').getByRole('img', { name: 'Photo' })).toBeVisible(WAIT);

  // The same words for several, and one more kill right after them.
  await desk.goto('/pro/messages');
  await desk.getByRole('button', { name: 'Écrire à plusieurs jeunes' }).click();
  await desk.getByRole('button', { name: 'Choisir tout le monde' }).click();
  await desk.getByLabel('Votre message').fill('L’atelier commence à 15 h.');
  await desk.getByRole('button', { name: 'Envoyer à 2 jeunes' }).click();
  await expect(desk.getByText('C’est envoyé à 2 jeunes.')).toBeVisible(WAIT);
  await expect(desk.getByRole('heading', { level: 1 })).toBeFocused();
  await server.kill();
  await server.serve();
  for (const phone of [ines, noe]) await expect(phone.getByText('L’atelier commence à 15 h.')).toBeVisible(WAIT);

  // Nadia is away, Karim answers for her.
  await desk.goto('/pro/reponses');
  const absences = desk.getByRole('region', { name: 'Mes absences' });
  await absences.getByLabel('Premier jour').fill(day(0));
  await absences.getByLabel('Dernier jour').fill(day(2));
  await absences.getByLabel('Qui répond pendant ce temps').selectOption({ label: 'Karim, pour tout' });
  await absences.getByRole('button', { name: 'Annoncer l’absence' }).click();
  await expect(absences.getByText('Karim répond pour vous.')).toBeVisible();
  for (const phone of [ines, noe]) await expect(phone.getByText('Karim te répond pendant une absence.')).toBeVisible(WAIT);
  await karim.post(`/api/fils/${fils[0]}/messages`, { message: randomUUID(), texte: 'Karim, à la place de Nadia.' });
  await expect(ines.getByText('Karim, à la place de Nadia.')).toBeVisible(WAIT);

  // Nobody answers Noé for longer than what is promised.
  await say(noe, 'Il y a quelqu’un ?', said.noe);
  await expect(noe.getByText('En attente')).toHaveCount(0, WAIT);
  await expect.poll(async () => (await awa.get('/api/alertes/fils')).length, { timeout: 120_000 }).toBe(1);
  await expect(noe.getByText(RELAYED).last()).toBeVisible(WAIT);

  // Every list is that of the server, to the last line; every word is there once, in its order.
  await desk.goto(`/pro/messages/${fils[1]}`);
  await same(desk, fils[1]);
  await same(noe, fils[1]);
  await desk.goto(`/pro/messages/${fils[0]}`);
  await same(desk, fils[0]);
  await same(ines, fils[0]);
  const words = async (fil: string, auteur: string) => (await house.pro.get(`/api/fils/${fil}`)).messages.filter((one: any) => one.auteur === auteur && !one.annonce).map((one: any) => one.texte);
  expect(await words(fils[0], 'jeune')).toEqual(said.ines);
  expect(await words(fils[1], 'jeune')).toEqual(said.noe);
  expect(await words(fils[0], 'moi')).toEqual(['Pendant le métro.', 'Écrit sans serveur.', 'L’atelier commence à 15 h.']);
  expect(await words(fils[1], 'moi')).toEqual(['L’atelier commence à 15 h.']);
  expect(await words(fils[0], 'professionnel')).toEqual(['Karim, à la place de Nadia.']);
});

const RELAYED = /^L’équipe a été prévenue/;

// A jeune enters and writes; gives the thread.
async function open(phone: Page, house: House, prenom: string): Promise<string> {
  await enterWithCard(phone, house.code, prenom);
  await goTo(phone, 'Messages');
  await write(phone, `${prenom} arrive.`);
  await expect(phone.getByText('Envoyé')).toBeVisible();
  return (await house.pro.get('/api/fils')).find((one: any) => one.prenom === prenom).id;
}

async function say(phone: Page, texte: string, said: string[]): Promise<void> {
  await write(phone, texte);
  said.push(texte);
}

// What the screen shows, line by line, is what the server says to whoever looks.
async function same(page: Page, fil: string): Promise<void> {
  const stored = await page.evaluate((id) => fetch(`/api/fils/${id}`, { headers: { 'X-App': '1' } }).then((one) => one.json()), fil);
  expect(stored.avant).toBe(false);
  const shown = page.locator('.fil > [id^=message-]');
  await expect.poll(() => shown.evaluateAll((all) => all.map((one) => one.id))).toEqual(stored.messages.map((one: any) => `message-${one.id}`));
  const texts = stored.messages.filter((one: any) => !one.annonce && one.texte).map((one: any) => one.texte);
  expect(await page.locator('.fil .bulle-texte').allInnerTexts()).toEqual(texts);
}

async function photo(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 800 });
    canvas.getContext('2d')!.fillRect(0, 0, 600, 400);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(data, 'base64');
}
