import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { day, openPermanence, type House } from '../support/api';
import { enterWithCard, goTo, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

// Two phones and a computer: what one does, the others see.

test('a message goes from sent to received to read, and a jeune can keep reading to themselves', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const desk = await openDesk(await browserOf({ viewport: { width: 1280, height: 800 } }), house);
  await expect(page.getByText('Lu', { exact: true })).toBeVisible();
  await goTo(page, 'Accueil');
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await write(desk, 'Bonjour Inès.');
  await expect(desk.getByText('Reçu', { exact: true })).toBeVisible();
  await goTo(page, 'Messages');
  await expect(desk.getByText('Lu', { exact: true })).toBeVisible();
  await goTo(page, 'Moi');
  await page.getByLabel('Cacher quand je lis').check();
  await expect(page.getByText('C’est noté.')).toBeVisible();
  await goTo(page, 'Messages');
  await write(desk, 'Tu as lu ?');
  await expect(page.getByText('Tu as lu ?')).toBeVisible();
  const last = desk.getByRole('log').locator('.bulle').last();
  await expect(last.getByText('Reçu', { exact: true })).toBeVisible();
  await expect(last.getByText('Lu', { exact: true })).toHaveCount(0);
});

test('a change and a message taken back are seen on the other side, with a trace', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Je viens mardy.');
  await write(page, 'À effacer.');
  await expect(page.getByText('Envoyé')).toHaveCount(2);
  const desk = await openDesk(await browserOf({ viewport: { width: 1280, height: 800 } }), house);
  const log = desk.getByRole('log');
  await expect(log.getByText('Je viens mardy.')).toBeVisible();
  await page.getByRole('button', { name: 'Options du message' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Modifier' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Changer ton message').fill('Je viens mardi.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(log.getByText('Je viens mardi.')).toBeVisible();
  await expect(log.getByText('modifié')).toBeVisible();
  await expect(page.getByText('modifié')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Options du message' }).first()).toBeFocused();
  await page.getByRole('button', { name: 'Options du message' }).last().click();
  await page.getByRole('button', { name: 'Reprendre' }).click();
  await page.getByRole('button', { name: 'Oui, je le reprends' }).click();
  await expect(log.getByText('Message repris')).toBeVisible();
  await expect(log.getByText('À effacer.')).toHaveCount(0);
  await expect(page.getByText('À effacer.')).toHaveCount(0);
});

test('a large photo arrives small and whole, a paper of another kind is refused with why', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await page.getByRole('button', { name: 'Joindre' }).click();
  await expect(page.getByText('N’envoie pas de pièce d’identité')).toBeVisible();
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('bonjour') });
  await expect(page.getByText('Ce fichier n’est ni une photo ni un PDF.')).toBeVisible();
  await input.setInputFiles({ name: 'lourd.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(6_000_000, '%PDF-1.4 ') });
  await expect(page.getByText('Ce fichier est trop lourd')).toBeVisible();
  await input.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await photo(page) });
  await expect(page.getByText('Photo prête à partir')).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('La salle.');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Photo en attente')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('Envoyé')).toBeVisible({ timeout: 20_000 });
  const desk = await openDesk(await browserOf({ viewport: { width: 1280, height: 800 } }), house);
  const image = desk.getByRole('log').getByRole('img', { name: 'Photo' });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => [one.naturalWidth, one.naturalHeight])).toEqual([1600, 1067]);
  await expect(page.getByRole('log').getByRole('img', { name: 'Photo' })).toBeVisible();
});

test('a line stands above what was not read, older ones come while scrolling, a button leads back', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Le tout premier.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  const say = (texte: string) => house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte });
  for (let line = 1; line <= 120; line += 1) await say(`Ligne ${line}, avec quelques mots de plus pour la longueur.`);
  await expect(page.getByText('Ligne 120,')).toBeInViewport();
  await goTo(page, 'Accueil');
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  for (const texte of ['Neuf un.', 'Neuf deux.']) await say(texte);
  await goTo(page, 'Messages');
  await expect(page.getByText('Nouveaux messages')).toBeInViewport();
  await expect(page.getByText('Neuf deux.')).toBeInViewport();
  // Upwards, page by page: what one looks at stays where it is.
  const middle = page.getByText('Ligne 90,');
  await middle.scrollIntoViewIfNeeded();
  const jumps = await page.evaluate(async () => {
    let worst = 0;
    for (let step = 0; step < 60 && window.scrollY > 0; step += 1) {
      const line = [...document.querySelectorAll('.fil > [id^=message-]')].find((one) => one.getBoundingClientRect().bottom > 300);
      const before = line!.getBoundingClientRect().top;
      window.scrollBy(0, -200);
      await new Promise((soon) => setTimeout(soon, 120));
      if (window.scrollY > 0) worst = Math.max(worst, Math.abs(line!.getBoundingClientRect().top - before - 200));
    }
    return worst;
  });
  expect(jumps).toBeLessThan(60);
  await expect(page.getByText('Le tout premier.')).toBeVisible();
  await say('Neuf trois.');
  const back = page.getByRole('button', { name: '1 nouveau message' });
  await back.click();
  await expect(page.getByText('Neuf trois.')).toBeInViewport();
  await expect(page.getByRole('button', { name: /messages?$/ }).filter({ hasText: 'nouveau' })).toHaveCount(0);
});

test('a word of long ago is found and shown in its place', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Le numéro de la boîte à clés est derrière la porte.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  for (let line = 1; line <= 70; line += 1) {
    await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte: `Ligne ${line}.` });
  }
  await page.getByRole('group').filter({ hasText: 'te répond' }).locator('summary').click();
  await page.getByRole('link', { name: 'Chercher dans mes messages' }).click();
  await page.getByLabel('Un mot de tes messages').fill('BOITE');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await page.getByRole('link', { name: /boîte à clés/ }).click();
  const found = page.getByRole('log').getByText('boîte à clés');
  await expect(found).toBeInViewport();
});

test('a message and a person can be reported', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte: 'Un mot de travers.' });
  await expect(page.getByText('Un mot de travers.')).toBeVisible();
  await page.getByRole('button', { name: 'Options du message' }).last().click();
  await page.getByRole('button', { name: 'Signaler', exact: true }).click();
  await page.getByRole('button', { name: 'Signaler', exact: true }).click();
  await expect(page.getByText('Choisis une réponse.')).toBeVisible();
  await page.getByText('Des mots qui blessent').click();
  await page.getByLabel('Avec tes mots, si tu veux').fill('Ça m’a fait mal.');
  await page.getByRole('button', { name: 'Signaler', exact: true }).click();
  await expect(page.getByText('C’est signalé. Une personne va lire.')).toBeVisible();
  const [signalement] = await house.admin.get('/api/signalements');
  expect(signalement).toMatchObject({ motif: 'blessant', par_jeune: true, message: 'Un mot de travers.' });
});

test('a créneau that is proposed is booked in one tap, and a professional who is away says until when', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Je cherche un moment.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  await house.pro.post(`/api/fils/${fil.id}/referent`);
  await expect(page.getByText('Nadia te répond', { exact: true })).toBeVisible();
  const [{ id: creneau }] = await house.pro.get(`/api/agenda?du=${day(1)}`);
  await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte: 'Demain ?', creneau });
  const carte = page.getByRole('region', { name: 'Un rendez-vous proposé' });
  await carte.getByRole('button', { name: 'Réserver' }).click();
  await expect(carte.getByText('C’est réservé')).toBeVisible();
  await house.pro.post('/api/remplacements', { du: day(0), au: day(3) });
  await page.reload();
  await expect(page.getByText(/^Absence du /).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Un rendez-vous proposé' }).getByText('C’est réservé')).toBeVisible();
});

async function openDesk(desk: Page, house: House): Promise<Page> {
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.getByRole('link', { name: /Inès/ }).first().click();
  await expect(desk.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
  return desk;
}

// 3000 × 2000, drawn by the browser of the journey.
async function photo(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 3000, height: 2000 });
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'teal';
    context.fillRect(0, 0, 3000, 2000);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(data, 'base64');
}
