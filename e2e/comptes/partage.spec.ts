import { creneau, enterWithCard, goTo, write } from '../support/steps';
import { day, openPermanence } from '../support/api';
import { expect, test } from '../support/test';

test('on a shared phone the next person finds nothing of the one before', async ({ page, house }) => {
  await openPermanence(house, day(1));
  const { code } = await house.admin.post(`/api/espaces/${house.code}/supports`, { genre: 'affiche', libelle: 'à la gare' });
  await page.goto(`/e/${house.code}?de=${code}`);
  await expect.poll(() => page.evaluate(() => localStorage.getItem('vus'))).toContain(code);
  await enterWithCard(page, house.code, 'Inès');
  await creneau(page, /^10\sh(?!\s30)/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await goTo(page, 'Messages');
  await write(page, 'Le secret d’Inès.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Le brouillon d’Inès.');
  await goTo(page, 'Moi');
  await page.getByRole('button', { name: 'Sortir' }).click();
  await expect(page.getByRole('link', { name: 'Je reviens' })).toBeVisible();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);

  // Back shows the door, not what was there.
  await page.goBack();
  await expect(page.getByText('Entre d’abord')).toBeVisible();
  await expect(page.getByText('Inès')).toHaveCount(0);

  await enterWithCard(page, house.code, 'Sami');
  await expect(page.getByText('Ton prochain rendez-vous')).toHaveCount(0);
  await goTo(page, 'Messages');
  await expect(page.getByText('Pas encore de message.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toHaveValue('');
});

test('a tab that was of somebody else shows and sends nothing of theirs', async ({ page, house, context }) => {
  await context.route('https://www.meteofrance.com/**', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Météo</title>' }));
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Le secret d’Inès.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await context.route('**/api/fils/*/messages', (route) => route.abort());
  await write(page, 'Ce qui attend.');
  await expect(page.getByText('En attente')).toBeVisible();
  const other = await context.newPage();
  await other.goto('/moi');
  await other.getByRole('button', { name: 'Sortir' }).click();
  await expect(page.getByText('Entre d’abord')).toBeVisible();
  await expect(page.getByText('Le secret d’Inès.')).toHaveCount(0);
  await context.unroute('**/api/fils/*/messages');
  await enterWithCard(other, house.code, 'Sami');
  await expect(page.getByText('Entre d’abord')).toHaveCount(0);
  await goTo(page, 'Messages');
  await expect(page.getByText('Pas encore de message.')).toBeVisible();
  const [fil] = (await house.pro.get('/api/fils')).filter((one: { prenom: string }) => one.prenom === 'Inès');
  const { messages } = await house.pro.get(`/api/fils/${fil.id}`);
  expect(messages.map((one: { texte: string }) => one.texte)).toEqual(['Le secret d’Inès.']);
  // Who leaves one tab in a hurry has left the other.
  await other.getByRole('button', { name: 'Quitter vite' }).click();
  await expect(page.getByText('Entre d’abord')).toBeVisible();
});

test('a page that slept while somebody else signed in asks for nobody else, and starts anew', async ({ page, house, context }) => {
  // It hears nothing of what happens beside it.
  await context.addInitScript(() => { BroadcastChannel.prototype.postMessage = () => undefined; });
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Le secret d’Inès.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  let wake = (): void => undefined;
  const awake = new Promise<void>((go) => { wake = go; });
  await page.route('**/api/**', async (route) => {
    await awake;
    await route.continue();
  });
  const other = await context.newPage();
  await other.goto('/moi');
  await other.getByRole('button', { name: 'Sortir' }).click();
  await expect(other.getByRole('link', { name: 'Je reviens' })).toBeVisible();
  await enterWithCard(other, house.code, 'Sami');
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Encore un secret.');
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await expect(page.getByText('En attente')).toBeVisible();
  wake();
  await expect(page.getByText('Le secret d’Inès.')).toHaveCount(0);
  await goTo(page, 'Messages');
  await expect(page.getByText('Pas encore de message.')).toBeVisible();
  for (const fil of await house.pro.get('/api/fils')) {
    const { messages } = await house.pro.get(`/api/fils/${fil.id}`);
    expect(messages.map((one: { texte: string }) => one.texte)).not.toContain('Encore un secret.');
  }
});

test('when the short session runs out the jeune notices nothing', async ({ page, house }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
  const access = (await page.context().cookies()).find((one) => one.name === '__Host-acces');
  expect(access).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  await page.context().clearCookies({ name: '__Host-acces' });
  await write(page, 'Encore là.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  await page.context().clearCookies({ name: '__Host-acces' });
  await page.reload();
  await expect(page.getByText('Encore là.')).toBeVisible();
});

test('a new access card ends the former one', async ({ page, house, browserOf }) => {
  const former = await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Moi');
  await page.getByRole('button', { name: 'Faire une nouvelle carte' }).click();
  await expect(page.getByRole('button', { name: 'Non, pas maintenant' })).toBeFocused();
  await page.getByRole('button', { name: 'Oui, faire la carte' }).click();
  await expect(page.getByRole('img', { name: 'Code à scanner pour revenir' })).toBeVisible();
  const other = await browserOf();
  await other.goto(`/revenir#mots=${former.join('-')}`);
  await other.getByRole('button', { name: 'Revenir', exact: true }).click();
  await expect(other.getByText('On ne te retrouve pas avec ces informations.')).toBeVisible();
});
