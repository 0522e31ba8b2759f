import type { Page } from '@playwright/test';
import { day, versionOf, type House } from '../support/api';
import { nothingFound } from '../support/look';
import { enterWithCard, signInAsCoordonnatrice } from '../support/steps';
import { expect, test } from '../support/test';

// 1 for Monday … 7 for Sunday, so many days from today.
function weekday(days: number): number {
  return new Date(`${day(days)}T12:00:00Z`).getUTCDay() || 7;
}

// "mercredi 25 novembre", as the page says it.
function said(days: number): string {
  if (days === 1) return 'demain';
  const at = new Date(`${day(days)}T12:00:00Z`);
  return at.toLocaleDateString('fr-FR', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).replace(' 1 ', ' 1er ');
}

// The place of the house becomes a bus: two stops in two days, one the day after.
async function becomeBus(house: House): Promise<void> {
  const stop = (days: number, debut: string, fin: string, nom: string) => ({ jour: weekday(days), debut, fin, nom, adresse: 'Rue Clovis', commune: 'Liévin', vacances: false });
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    version: await versionOf(house),
    nom: house.nom,
    presentation: 'Un bus qui vient à toi.',
    lieu: 'Le dépôt',
    adresse: '49 place du Général de Gaulle',
    commune: 'Lens',
    horaires: [],
    structures: [house.structure],
    propositions: ['Parler avec quelqu’un'],
    detail: {
      genre: 'mobile',
      feries: 'aucun',
      arrets: [stop(2, '09:00', '12:00', 'Piscine'), stop(2, '14:00', '18:00', 'Stade'), stop(3, '10:00', '12:00', 'Marché')],
    },
  });
}

// A change of one day, in the form.
async function changeDay(page: Page, number: number, days: number, debut: string): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('button', { name: 'Changer les arrêts d’un jour' }).click();
  const line = page.getByRole('group', { name: `Changement ${number}`, exact: true });
  await line.getByLabel('Le', { exact: true }).fill(day(days));
  await line.getByLabel('De', { exact: true }).fill(debut);
  return line;
}

async function fillStop(line: ReturnType<Page['getByRole']>, fin: string, nom: string, adresse: string, commune: string): Promise<void> {
  await line.getByLabel('À', { exact: true }).fill(fin);
  await line.getByLabel('Nom de l’arrêt').fill(nom);
  await line.getByLabel('Adresse ou point de rendez-vous').fill(adresse);
  await line.getByLabel('Commune').fill(commune);
}

test('the special day of a bus: one stop moved, one dropped, and a date of its own', async ({ page, house, browserOf }) => {
  await becomeBus(house);
  const visitor = await browserOf();
  await visitor.goto(`/lieux/${house.code}`);
  const stops = visitor.getByRole('region', { name: 'Les prochains arrêts' }).getByRole('listitem');
  await expect(stops.filter({ hasText: 'Piscine, Rue Clovis, Liévin' }).first()).toContainText(said(2));
  await signInAsCoordonnatrice(page, house);
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await page.locator('summary').filter({ hasText: 'Heures d’ouverture' }).click();
  // The swimming pool is left out that day, and the bus stands at the station at that hour.
  const dropped = await changeDay(page, 1, 2, '09:00');
  await dropped.getByLabel('Ce jour-là, le bus ne vient pas à l’arrêt de cette heure').check();
  await fillStop(await changeDay(page, 2, 2, '09:30'), '12:30', 'Gare', 'Place Cantin', 'Lens');
  // The market is left out, and nothing stands instead.
  const gone = await changeDay(page, 3, 3, '10:00');
  await gone.getByLabel('Ce jour-là, le bus ne vient pas à l’arrêt de cette heure').check();
  // A date of its own: without a place it is refused.
  const once = await changeDay(page, 4, 5, '18:00');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(once.getByRole('alert')).toContainText('Une date et une heure');
  await fillStop(once, '22:00', 'Fête de quartier', 'Place du Château', 'Liévin');
  // Nothing stops there at that minute: a day is not changed by a slip of the finger.
  await dropped.getByLabel('De', { exact: true }).fill('09:05');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Le bus n’a pas d’arrêt qui commence à cette heure ce jour-là')).toBeVisible();
  await dropped.getByLabel('De', { exact: true }).fill('09:00');
  // What stands half under the bar at the bottom is small for the time of a scroll.
  await page.evaluate(() => window.scrollTo(0, 0));
  await nothingFound(page);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: house.nom })).toBeVisible();
  await visitor.reload();
  await expect(stops.filter({ hasText: 'Gare' })).toHaveCount(1);
  const told = (await stops.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
  expect(told.slice(0, 3)).toEqual([
    expect.stringMatching(new RegExp(`^${said(2)}.*9 h 30.*12 h 30.*Gare, Place Cantin, Lens$`, 'i')),
    expect.stringMatching(new RegExp(`^${said(2)}.*14 h.*18 h.*Stade, Rue Clovis, Liévin$`, 'i')),
    expect.stringMatching(new RegExp(`^${said(5)}.*18 h.*22 h.*Fête de quartier, Place du Château, Liévin$`, 'i')),
  ]);
  // The week after is as always.
  expect(told[3]).toMatch(new RegExp(`^${said(9)}.*Piscine, Rue Clovis, Liévin$`, 'i'));
  await nothingFound(visitor);
  // The form gives back what was typed.
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await page.locator('summary').filter({ hasText: 'Heures d’ouverture' }).click();
  await expect(page.getByRole('group', { name: 'Changement 2', exact: true }).getByLabel('Nom de l’arrêt')).toHaveValue('Gare');
  await expect(page.getByRole('group', { name: /^Changement/ })).toHaveCount(4);
});

test('a permanence of a bus is at its stop, is refused where there is none, and whoever booked sees the stop change', async ({ page, house, browserOf }) => {
  await becomeBus(house);
  const open = (days: number) =>
    house.pro.post('/api/permanences', { structure: house.structure, espace: house.code, besoin: 'papiers', professionnel: house.proCompte, rythme: { quand: 'date', jour: day(days) }, debut: '10:00', fin: '11:00', duree: 30, places: 1 });
  await expect(open(1)).rejects.toThrow(/Le bus n’a pas d’arrêt à cette heure/);
  await open(2);
  await enterWithCard(page, house.code, 'Sam');
  await page.goto(`/lieux/${house.code}`);
  const moment = page.getByRole('link').filter({ hasText: 'Papiers et démarches' });
  await expect(moment).toContainText('Piscine, Rue Clovis, Liévin');
  await moment.click();
  await expect(page.getByText('Piscine', { exact: true })).toBeVisible();
  await expect(page.getByText('Le dépôt')).toHaveCount(0);
  await nothingFound(page);
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByText('Piscine', { exact: true })).toBeVisible();
  const pro = await browserOf();
  await signInAsCoordonnatrice(pro, house);
  await pro.goto(`/pro/espaces/${house.code}/changer`);
  await pro.locator('summary').filter({ hasText: 'Heures d’ouverture' }).click();
  await (await changeDay(pro, 1, 2, '09:00')).getByLabel('Ce jour-là, le bus ne vient pas à l’arrêt de cette heure').check();
  await fillStop(await changeDay(pro, 2, 2, '09:30'), '12:30', 'Gare', 'Place Cantin', 'Lens');
  await pro.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(pro.getByRole('heading', { name: house.nom })).toBeVisible();
  await page.goto('/rendez-vous');
  await expect(page.getByText('Gare', { exact: true })).toBeVisible();
  await expect(page.getByText('Place Cantin')).toBeVisible();
  await nothingFound(page);
});
