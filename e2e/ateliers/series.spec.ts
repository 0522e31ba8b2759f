import { versionOf, type House } from '../support/api';
import { check } from '../support/look';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

// The Mondays, or whatever 4 October is, of a month without public holidays.
const year = new Date().getFullYear() + 1;
const october = (day: number) => `${year}-10-${String(day).padStart(2, '0')}`;

async function closeOn(house: House, jour: string): Promise<void> {
  await house.pro.post(`/api/espaces-temps/${house.code}/fermetures`, { du: jour, au: jour, motif: 'Travaux' });
}

async function changePlace(house: House, detail: Record<string, unknown>): Promise<void> {
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    version: await versionOf(house),
    nom: house.nom,
    presentation: 'Un lieu ouvert à tous.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires: [],
    structures: [house.structure],
    propositions: [],
    detail,
  });
}

async function fill(page: Page, du: string, au: string): Promise<void> {
  await page.goto('/pro/ateliers/creer');
  await page.getByLabel('Titre').fill('Cuisine du monde');
  await page.getByLabel('Ce qu’on y fait').fill('On cuisine ensemble, puis on mange.');
  await page.getByLabel('Pour quoi').selectOption('parler');
  await page.getByText('Chaque semaine').click();
  await page.getByLabel('Premier jour').fill(du);
  await page.getByLabel(/^Dernier jour/).fill(au);
}

const create = (page: Page) => page.getByRole('button', { name: 'Créer', exact: true }).click();

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a series says day by day what it leaves out and why, then makes the number that it said, ${colorScheme}`, async ({ house, browserOf }) => {
    await closeOn(house, october(11));
    await changePlace(house, { jours: [{ jour: october(18), heures: [{ debut: '09:00', fin: '12:00' }] }] });
    const page = await browserOf({ viewport: { width: 360, height: 800 }, colorScheme });
    await signInPro(page, house.courriel, house.motDePasse);
    await fill(page, october(4), october(25));
    await create(page);
    const said = page.getByRole('status').filter({ hasText: 'Rien ces jours-là' });
    await expect(said).toContainText('2 dates à créer');
    await expect(said.getByRole('listitem')).toHaveText([/11 octobre.*: le lieu est fermé$/, /18 octobre.*: le lieu est fermé à cette heure$/]);
    await expect(said).toContainText('Appuyez encore');
    // It begins where one looks, not under the bar at the bottom.
    await expect(said.getByText('2 dates à créer')).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Créer', exact: true })).toBeInViewport();
    await check(page, 'serie-annonce');
    expect(await house.pro.get('/api/ateliers-publies')).toEqual([]);
    // In the morning the second one is held: what was said is true no more, and is said anew.
    await page.getByLabel('Début').fill('10:00');
    await expect(said).toBeHidden();
    await page.getByLabel('Fin').fill('12:00');
    await create(page);
    await expect(said).toContainText('3 dates à créer');
    await expect(said.getByRole('listitem')).toHaveText([/11 octobre.*: le lieu est fermé$/]);
    await create(page);
    await expect(page.getByText('3 ateliers', { exact: false }).first()).toBeVisible();
    expect(await house.pro.get('/api/ateliers-publies')).toHaveLength(3);
  });
}

test('a series of which nothing is left is not made, and says why', async ({ page, house }) => {
  await closeOn(house, october(4));
  await closeOn(house, october(11));
  await signInPro(page, house.courriel, house.motDePasse);
  await fill(page, october(4), october(11));
  await create(page);
  const said = page.getByRole('status').filter({ hasText: 'Aucune date à créer' });
  await expect(said.getByRole('listitem')).toHaveText([/4 octobre.*: le lieu est fermé$/, /11 octobre.*: le lieu est fermé$/]);
  await expect(said).toContainText('Changez les dates, l’heure ou le lieu.');
  await create(page);
  await expect(said).toBeVisible();
  await check(page, 'serie-rien');
  expect(await house.pro.get('/api/ateliers-publies')).toEqual([]);
});

test('of chosen dates the one on which the place is closed is named', async ({ page, house }) => {
  await closeOn(house, october(11));
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/ateliers/creer');
  await page.getByLabel('Titre').fill('Cuisine du monde');
  await page.getByLabel('Ce qu’on y fait').fill('On cuisine ensemble, puis on mange.');
  await page.getByLabel('Pour quoi').selectOption('parler');
  await page.getByText('À des dates choisies').click();
  for (const jour of [october(4), october(11)]) {
    await page.getByLabel('Ajouter une date').fill(jour);
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  }
  await create(page);
  await expect(page.getByText(`11/10/${year} : le lieu est fermé. Enlevez cette date, rien n’a été enregistré.`)).toBeVisible();
  await check(page, 'dates-refusees');
  expect(await house.pro.get('/api/ateliers-publies')).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a change of a permanence names the days without a créneau before it is made, ${colorScheme}`, async ({ house, browserOf }) => {
    const rythme = { quand: 'dates', jours: [october(4), october(11), october(18)] };
    const permanence = await house.pro.post('/api/permanences', {
      structure: house.structure, espace: house.code, besoin: 'papiers', professionnel: house.proCompte, rythme,
      debut: '10:00', fin: '11:00', duree: 30, places: 1,
    });
    await closeOn(house, october(11));
    await house.pro.post(`/api/permanences/${permanence.id}/occurrences/${october(18)}/annulation`, {});
    const page = await browserOf({ viewport: { width: 360, height: 800 }, colorScheme });
    await signInPro(page, house.courriel, house.motDePasse);
    await page.goto(`/pro/permanences/${permanence.id}/changer`);
    await page.getByLabel('Début').fill('14:00');
    await page.getByLabel('Fin').fill('15:00');
    await page.getByRole('button', { name: 'Voir ce que ça change' }).click();
    const preview = page.getByRole('region', { name: 'Ce que ça change' });
    await expect(preview).toContainText('Nouveaux créneaux : 2');
    await expect(preview.getByRole('heading', { name: 'Pas de créneau ces jours-là' })).toBeVisible();
    await expect(preview.getByRole('listitem')).toHaveText([/11 octobre.*: le lieu est fermé$/, /18 octobre.*: ce jour est annulé$/]);
    await check(page, 'permanence-apercu');
  });
}
