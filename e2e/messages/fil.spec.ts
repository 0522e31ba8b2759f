import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { invite, Person, type House } from '../support/api';
import { enterWithCard, goTo, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

test('an answer is announced on every screen, and read when it is opened', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await goTo(page, 'Accueil');
  await expect(page.getByRole('heading', { level: 1, name: 'Salut Inès' })).toBeVisible();
  await answer(house, 'La réponse.');
  const tab = page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: /^Messages/ });
  await expect(tab).toHaveAccessibleName(/Messages.*1 nouveau$/);
  await tab.click();
  await expect(page.getByText('La réponse.')).toBeVisible();
  await expect(tab).toHaveAccessibleName('Messages');
  await expect(page.getByText('Lu', { exact: true })).toBeVisible();
});

test('one sees to whom one writes however long the thread is, and when it was sent', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  for (let line = 1; line <= 8; line += 1) await write(page, `Ligne ${line}.\nSuite.\nFin.`);
  await expect(page.getByText('Envoyé')).toHaveCount(8);
  // The hour comes with what was sent, without a reload.
  await expect(page.getByRole('log').getByText(/^Moi · \d+\sh/)).toHaveCount(8);
  await expect(page.getByText(`L’équipe te répond : ${house.nom}`)).toBeInViewport({ ratio: 1 });
  await page.reload();
  await expect(page.getByText('Ligne 8.')).toBeInViewport();
  await expect(page.getByText(`L’équipe te répond : ${house.nom}`)).toBeInViewport({ ratio: 1 });
});

test('what one writes is text, whatever it looks like', async ({ page, house, browserOf }) => {
  const markup = '<img src=x onerror="document.title=1"><b>gras</b> {{7*7}} مرحبا';
  await enterWithCard(page, house.code, '<i>Sami</i>');
  await goTo(page, 'Messages');
  await write(page, markup);
  await expect(page.getByText(markup)).toBeVisible();
  const desk = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.getByRole('link', { name: /Sami/ }).first().click();
  await expect(desk.getByRole('log').getByText(markup)).toBeVisible();
  await expect(desk.getByRole('heading', { level: 1, name: 'Messages avec <i>Sami</i>' })).toBeVisible();
});

test('two référents take the same thread: one is named, the other is told', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const colleague = await addColleague(house);
  const desks = [await browserOf(), await browserOf()];
  await openThread(desks[0], house.courriel, house.motDePasse);
  await openThread(desks[1], colleague, house.motDePasse);
  // Both have pressed before the server hears of either.
  let pressed = 0;
  let release = (): void => undefined;
  const both = new Promise<void>((go) => { release = go; });
  for (const desk of desks) {
    await desk.route('**/api/fils/*/referent', async (route) => {
      pressed += 1;
      if (pressed === 2) release();
      await both;
      await route.continue();
    });
  }
  await Promise.all(desks.map((desk) => desk.getByRole('button', { name: 'Je deviens référent·e' }).click()));
  const mine = (desk: Page) => desk.getByText('Vous êtes référent·e.');
  const late = (desk: Page) => desk.getByRole('heading', { level: 1, name: TAKEN });
  for (const desk of desks) await expect(mine(desk).or(late(desk)).first()).toBeVisible();
  const took = await Promise.all(desks.map((desk) => mine(desk).isVisible()));
  expect(took.filter(Boolean)).toHaveLength(1);
  await expect(page.getByText(took[0] ? 'Nadia te répond' : 'Leïla te répond', { exact: true })).toBeVisible();
});

test('a thread that a colleague has just taken says so, and is written in no more', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [desk, other] = [await browserOf(), await browserOf()];
  await openThread(desk, house.courriel, house.motDePasse);
  await openThread(other, await addColleague(house), house.motDePasse);
  await other.getByRole('button', { name: 'Je deviens référent·e' }).click();
  await expect(desk.getByRole('heading', { level: 1, name: TAKEN })).toBeVisible();
  await expect(desk.getByText('Bonjour.')).toHaveCount(0);
  await expect(desk.getByRole('textbox', { name: 'Écrire un message' })).toHaveCount(0);
  await expect(desk.getByRole('button', { name: /référent·e|code/ })).toHaveCount(0);
  await desk.getByRole('link', { name: 'Tous les messages' }).click();
  await expect(desk.getByRole('heading', { level: 1, name: 'Messages' })).toBeVisible();
  await expect(desk.getByRole('button', { name: /^Tous/ })).toContainText('0');
});

const TAKEN = 'Un·e collègue suit maintenant Inès';

async function answer(house: House, texte: string): Promise<void> {
  const [fil] = await house.pro.get('/api/fils');
  const { seq } = await house.pro.post(`/api/fils/${fil.id}/messages`, { message: randomUUID(), texte });
  await house.pro.post(`/api/fils/${fil.id}/lecture`, { seq, etape: 'lu' });
}

async function addColleague(house: House): Promise<string> {
  const courriel = `leila-${house.code}@exemple.fr`;
  await new Person(house.address).post('/api/invitations/acceptation', {
    jeton: await invite(house.admin, house.structure),
    prenom: 'Leïla',
    aide: 'l’écoute',
    courriel,
    mot_de_passe: house.motDePasse,
  });
  return courriel;
}

async function openThread(desk: Page, courriel: string, motDePasse: string): Promise<void> {
  await signInPro(desk, courriel, motDePasse);
  await desk.getByRole('link', { name: /Inès/ }).first().click();
  await expect(desk.getByRole('button', { name: 'Je deviens référent·e' })).toBeVisible();
}
