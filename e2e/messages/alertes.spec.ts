import { joinTeam } from '../support/api';
import { check } from '../support/look';
import { askReferent, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// What is looked at from above: waits that are too long, and what was reported.

const COORDONNE = { referent: false, publie: false, coordonne: true };

test('the administrator reads what was reported and settles it', async ({ page, house, server, browserOf }) => {
  const fil = await askReferent(page, house);
  await house.pro.post(`/api/fils/${fil}/signalements`, { motif: 'menace', precisions: 'Quelqu’un lui fait peur.' });
  const desk = await browserOf();
  await signInPro(desk, server.admin.identifiant, server.admin.secret);
  await desk.getByRole('link', { name: 'Signalés' }).click();
  await expect(desk.getByRole('heading', { name: 'À traiter (1)' })).toBeVisible();
  await expect(desk.getByText('Signalé par Nadia (équipe), à propos de Inès (jeune)')).toBeVisible();
  await expect(desk.getByText('Quelqu’un lui fait peur.')).toBeVisible();
  await desk.getByRole('button', { name: 'C’est réglé' }).click();
  await expect(desk.getByRole('button', { name: 'Pas encore' })).toBeFocused();
  await desk.getByRole('button', { name: 'Oui, c’est réglé' }).click();
  await expect(desk.getByRole('heading', { name: 'Réglés (1)' })).toBeVisible();
  await expect(desk.getByText('Rien à traiter')).toBeVisible();
  expect((await house.admin.get('/api/signalements'))[0].traite_le).toBeTruthy();
});

test('alerts are for whoever coordinates, reports for the administrator: others are told so', async ({ page, house, server, browserOf }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  for (const address of ['/pro/alertes', '/pro/signalements']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: 'Cette page n’est pas pour vous' })).toBeVisible();
  }
  const admin = await browserOf();
  await signInPro(admin, server.admin.identifiant, server.admin.secret);
  await admin.goto('/pro/alertes');
  await expect(admin.getByRole('heading', { level: 1, name: 'Cette page n’est pas pour vous' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing to find on alerts and reports, ${colorScheme}`, async ({ page, house, server, browserOf }) => {
    const fil = await askReferent(page, house);
    const watch = await browserOf({ colorScheme });
    await signInPro(watch, (await joinTeam(house, 'Awa', COORDONNE)).courriel, house.motDePasse);
    await watch.goto('/pro/moi');
    await watch.getByRole('link', { name: 'Attentes trop longues' }).click();
    await expect(watch.getByText('Personne n’attend trop longtemps')).toBeVisible();
    await check(watch, 'no alert');
    // Two days go by for nobody: the answer of the server is said in its place.
    const late = [{ espace: house.nom, referent: 'Nadia', attend_depuis: Date.now() - 3 * 86_400_000 }, { espace: house.nom, attend_depuis: Date.now() - 49 * 3_600_000 }];
    await watch.route('**/api/alertes/fils', (route) => route.fulfill({ json: late }));
    await watch.goto('/pro/alertes');
    await expect(watch.getByText('attend depuis 3 jours')).toBeVisible();
    await check(watch, 'alerts');
    await watch.goto('/pro/agenda');
    await watch.getByRole('link', { name: '2 jeunes attendent une réponse depuis trop longtemps' }).click();
    await expect(watch.getByRole('heading', { level: 1, name: 'Attentes trop longues' })).toBeVisible();

    await house.pro.post(`/api/fils/${fil}/signalements`, { motif: 'menace', precisions: 'Quelqu’un lui fait peur.' });
    await house.pro.post(`/api/fils/${fil}/signalements`, { motif: 'autre', precisions: 'Des mots longs : anticonstitutionnellementanticonstitutionnellement.' });
    const admin = await browserOf({ colorScheme });
    await signInPro(admin, server.admin.identifiant, server.admin.secret);
    await admin.goto('/pro/signalements');
    await admin.getByRole('button', { name: 'C’est réglé' }).first().click();
    await check(admin, 'a report that is about to be settled');
    await admin.getByRole('button', { name: 'Oui, c’est réglé' }).click();
    await expect(admin.getByRole('heading', { name: 'Réglés (1)' })).toBeVisible();
    await admin.getByRole('button', { name: 'C’est réglé' }).click();
    await admin.getByRole('button', { name: 'Oui, c’est réglé' }).click();
    await expect(admin.getByText('Rien à traiter')).toBeVisible();
    await check(admin, 'nothing left to settle');
  });
}
