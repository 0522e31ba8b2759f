import { Person, day, openPermanence, type House } from '../support/api';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

const weekly = (days: number) => ({ rythme: { quand: 'semaine', a_partir_du: day(days) } });

async function openSheet(page: Page, house: House): Promise<void> {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences');
  await page.getByRole('link', { name: /Voir ses jours et ses chiffres/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Une permanence' })).toBeVisible();
}

/** The card of a day to come, the first ones first. */
const dayCard = (page: Page, index: number) => page.getByRole('region', { name: 'Jours à venir' }).getByRole('listitem').nth(index);

test('one day is cancelled, held after all, moved, and given other places', async ({ page, house }) => {
  await openPermanence(house, day(3), 1, weekly(3));
  await openSheet(page, house);
  const first = dayCard(page, 0);
  await first.getByRole('button', { name: /^Annuler/ }).click();
  await first.getByRole('button', { name: 'Oui, annuler ce jour' }).click();
  await expect(first.getByText('Annulé')).toBeVisible();
  await first.getByRole('button', { name: 'Tenir ce jour quand même' }).click();
  await expect(first.getByText('Personne pour l’instant')).toBeVisible();
  await first.getByRole('button', { name: /^Places/ }).click();
  await first.getByLabel('Places par créneau').fill('0');
  await first.getByRole('button', { name: 'Changer les places' }).click();
  await expect(first.getByText('Entre 1 et 200 places.')).toBeVisible();
  await first.getByLabel('Places par créneau').fill('4');
  await first.getByRole('button', { name: 'Changer les places' }).click();
  await expect.poll(async () => (await house.pro.get(`/api/agenda?du=${day(3)}`))[0].places).toBe(4);
  await first.getByRole('button', { name: /^Déplacer/ }).click();
  await first.getByLabel('Nouveau jour').fill(day(4));
  await first.getByLabel('Nouvelle heure').fill('15:30');
  await first.getByRole('button', { name: 'Déplacer ce jour' }).click();
  await expect(first.getByText('déplacé')).toBeVisible();
  await expect(first.getByText(/15\sh\s30/)).toBeVisible();
});

test('a day on which somebody is expected is cancelled with a word, and they are offered the next moment', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(2), 1, weekly(2));
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Maëlys');
  const creneau = (await house.pro.get(`/api/agenda?du=${day(2)}`))[0].id;
  await phone.goto(`/creneaux/${creneau}`);
  await phone.getByRole('button', { name: 'Je réserve' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await openSheet(page, house);
  const first = dayCard(page, 0);
  await first.getByRole('button', { name: /^Annuler/ }).click();
  await first.getByRole('button', { name: 'Oui, annuler ce jour' }).click();
  await expect(first.getByText('C’est à remplir')).toBeVisible();
  await first.getByLabel(/Un mot pour les personnes/).fill('Je suis malade, à la semaine prochaine.');
  await first.getByRole('button', { name: 'Oui, annuler ce jour' }).click();
  await expect(first.getByText('Annulé')).toBeVisible();
  await phone.goto('/rendez-vous');
  await expect(phone.getByText('Je suis malade, à la semaine prochaine.')).toBeVisible();
  await expect(phone.getByText('L’équipe a dû annuler. Voici le prochain moment libre.')).toBeVisible();
  await expect(phone.getByRole('link', { name: /^10\sh/ }).first()).toBeVisible();
});

test('a rule changes from a date on: what it does is shown first, what is booked stays', async ({ page, house }) => {
  await openPermanence(house, day(2), 1, weekly(2));
  const jeune = new Person(house.address);
  await jeune.post('/api/comptes/jeunes', { prenom: 'Noé', naissance: { annee: 2007, mois: 5 }, retour: { par: 'carte' } });
  const kept = (await house.pro.get(`/api/agenda?du=${day(9)}`))[0].id;
  await jeune.post(`/api/creneaux/${kept}/rendez-vous`, {});
  await openSheet(page, house);
  await page.getByRole('link', { name: 'Changer à partir d’une date' }).click();
  await page.getByLabel('À partir du').fill(day(8));
  await page.getByLabel('Début').fill('14:00');
  await page.getByLabel('Fin', { exact: true }).fill('15:00');
  await page.getByRole('button', { name: 'Voir ce que ça change' }).click();
  const preview = page.getByRole('region', { name: 'Ce que ça change' });
  await expect(preview.getByText('Créneaux libres retirés : 21')).toBeVisible();
  await expect(preview.getByText('Nouveaux créneaux : 22')).toBeVisible();
  await expect(preview.getByText(/10\sh · 1 personne/)).toBeVisible();
  expect((await house.pro.get(`/api/agenda?du=${day(9)}`)).length).toBe(2);
  await preview.getByRole('button', { name: 'Changer la permanence' }).click();
  await expect(page.getByRole('heading', { name: 'C’est changé' })).toBeVisible();
  await page.getByRole('link', { name: 'Voir la permanence' }).click();
  await expect(page.getByText(/de 14\sh à 15\sh/)).toBeVisible();
  expect((await house.pro.get(`/api/agenda?du=${day(9)}`)).length).toBe(3);
});

test('an absence and a closure take the free créneaux, and give them back', async ({ page, house }) => {
  await openPermanence(house, day(2), 1, weekly(2));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences/fermetures');
  const held = async (days: number) => (await house.pro.get(`/api/agenda?du=${day(days)}`)).filter((one: any) => one.debut < Date.now() + (days + 1.5) * 86_400_000).length;
  const away = page.getByRole('region', { name: 'Absences' });
  for (const label of ['Du', 'Au']) await away.getByLabel(label, { exact: true }).fill(day(2));
  await away.getByRole('button', { name: 'Enregistrer l’absence' }).click();
  await expect(away.getByText(/^Nadia · Toute la journée\s: /)).toBeVisible();
  await expect.poll(() => held(2)).toBe(0);
  await away.getByRole('button', { name: /^Retirer/ }).click();
  await expect.poll(() => held(2)).toBe(2);
  const closed = page.getByRole('region', { name: 'Fermer un lieu' });
  for (const label of ['Du', 'Au']) await closed.getByLabel(label, { exact: true }).fill(day(9));
  await closed.getByLabel(/Pourquoi/).fill('Travaux');
  await closed.getByRole('button', { name: 'Fermer ces jours-là' }).click();
  await expect(closed.getByText(/^Du .* · Travaux$/)).toBeVisible();
  await expect.poll(() => held(9)).toBe(0);
  await closed.getByRole('button', { name: /^Retirer/ }).click();
  await expect.poll(() => held(9)).toBe(2);
});

test('who publishes is told when the next free créneau is too far', async ({ page, house }) => {
  await openPermanence(house, day(12));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences');
  await expect(page.getByText(/plus de 7 jours/)).toBeVisible();
  await openPermanence(house, day(2));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sans délai' })).toBeVisible();
  await expect(page.getByText(/plus de 7 jours/)).toHaveCount(0);
});

test('a permanence of chosen dates, and one of some weeks of the month', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences/ouvrir');
  await page.getByLabel('Papiers et démarches').check();
  await page.getByLabel('À des dates choisies').check();
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  await expect(page.getByText('Ajoutez au moins une date.')).toBeVisible();
  for (const days of [3, 8, 5]) {
    await page.getByLabel('Ajouter une date').fill(day(days));
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  }
  await page.getByRole('list', { name: 'À des dates choisies' }).getByRole('button').last().click();
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  await expect(page.getByText('12 créneaux sont ouverts. Les jeunes les voient.')).toBeVisible();
  await page.getByRole('button', { name: 'Ouvrir une autre permanence' }).click();
  await page.getByLabel('Accès aux droits').check();
  await page.getByLabel('Certaines semaines du mois').check();
  for (const rang of ['La 1re', 'La 3e']) await page.getByLabel(rang).uncheck();
  await page.getByLabel('Début').fill('09:00');
  await page.getByLabel('Fin', { exact: true }).fill('10:00');
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  await expect(page.getByText('Choisissez au moins une semaine.')).toBeVisible();
  await page.getByLabel('La 2e').check();
  await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
  await expect(page.getByRole('heading', { name: 'La permanence est ouverte' })).toBeVisible();
});

test('only the places that one’s structures animate are there to be closed', async ({ page, house, server }) => {
  const other = (await house.admin.post('/api/structures', { nom: `Autre maison ${house.code}` })).id;
  const espace = { presentation: 'Un lieu.', lieu: 'Ailleurs', adresse: '1 rue', commune: 'Stains', horaires: [], propositions: [] };
  await house.admin.post('/api/espaces', { ...espace, code: `autre-${house.code}`, nom: 'Le lieu des autres', structures: [other] });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/permanences/fermetures');
  const options = page.getByRole('region', { name: 'Fermer un lieu' }).getByLabel('Espace-temps').locator('option');
  await expect(options).toHaveText([`${house.nom} (Aubervilliers)`]);
  // Whoever animates none is told so, and has nothing to fill in.
  const elsewhere = await (await fetch(`${server.address}/api/espaces`)).json();
  await page.route('**/api/espaces', (route) => route.fulfill({ json: elsewhere.filter((one: any) => one.nom === 'Le lieu des autres') }));
  await page.reload();
  await expect(page.getByText('Vos structures n’animent aucun lieu')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fermer ces jours-là' })).toHaveCount(0);
});
