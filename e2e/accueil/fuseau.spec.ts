import { day, joinTeam, openPermanence } from '../support/api';
import { check } from '../support/look';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

// The hour that it is in a zone, whatever the clock of this machine says.
function hourIn(timeZone: string): number {
  return Number(new Intl.DateTimeFormat('fr-FR', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()).slice(0, 2));
}

// The phone is in Paris: see `playwright.config.ts`.
test('a place in La Réunion says its own hours on a phone in Paris, once its team has said where it is', async ({ page, house }) => {
  const { courriel } = await joinTeam(house, 'Awa', { referent: false, publie: false, coordonne: true });
  // Open for two hours from this one on the clock of La Réunion, two or three hours ahead of Paris.
  const from = hourIn('Indian/Reunion');
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
  const horaires = [1, 2, 3, 4, 5, 6, 7].map((jour) => ({ jour, debut: clock(from), fin: clock(from + 2) }));
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    nom: house.nom,
    presentation: 'Un lieu ouvert à tous, sans dossier.',
    lieu: 'Case',
    adresse: '12 rue de la République',
    commune: 'Saint-Denis',
    horaires,
    structures: [house.structure],
    propositions: [],
    detail: { feries: 'aucun' },
  });
  const open = new RegExp(`ouvert jusqu’à ${(from + 2) % 24}\\sh`, 'i');
  const door = page.locator('#contenu').getByText(/^(Ouvert jusqu|Fermé|Ouvre)/).first();
  await page.goto(`/e/${house.code}`);
  await expect(door).not.toContainText('Ouvert jusqu');

  await signInPro(page, courriel, house.motDePasse);
  await page.goto(`/pro/espaces/${house.code}/changer`);
  const hours = page.locator('summary').filter({ hasText: 'Heures d’ouverture' });
  await hours.click();
  const zone = page.getByLabel('Heure du lieu');
  await expect(zone).toHaveValue('Europe/Paris');
  await expect(zone.locator('option:checked')).toHaveText('Heure de Paris');
  await check(page, 'fuseau-choix');
  await zone.selectOption('La Réunion');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Espaces-temps' })).toBeVisible();
  await expect(page.getByText(open)).toBeVisible();

  await openPermanence(house, day(2));
  await page.goto(`/e/${house.code}`);
  await expect(door).toHaveText(open);
  await expect(page.getByRole('link', { name: /^10\sh ,/ })).toBeVisible();
  await check(page, 'fuseau-page');
  await page.goto(`/lieux/${house.code}`);
  await expect(door).toHaveText(open);
  await expect(page.getByRole('link', { name: /Papiers et démarches/ })).toContainText(/10\sh/);

  // What is published there was drawn on its clock: that stays as it is.
  await page.goto(`/pro/espaces/${house.code}/changer`);
  await hours.click();
  await expect(zone.locator('option:checked')).toHaveText('La Réunion');
  await zone.selectOption('Martinique');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Elle ne change pas tant que quelque chose est prévu dans ce lieu.')).toBeVisible();
  await expect(zone).toBeFocused();
  await check(page, 'fuseau-refus');
});
