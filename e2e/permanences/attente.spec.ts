import { day, openPermanence } from '../support/api';
import { creneau, enterWithCard, goTo } from '../support/steps';
import { expect, test } from '../support/test';

test('who waits for a full créneau is offered the place that is given back, and takes it', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(1));
  const other = await browserOf();
  await enterWithCard(page, house.code, 'Inès');
  await enterWithCard(other, house.code, 'Sami');
  for (const phone of [page, other]) await creneau(phone, /^10\sh(?!\s30)/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();

  await other.getByRole('button', { name: 'Je réserve' }).click();
  await other.getByRole('button', { name: 'Attendre une place' }).click();
  await expect(other.getByText('Tu es sur la liste')).toBeVisible();
  await goTo(other, 'Rendez-vous');
  await expect(other.getByText('Tu es la prochaine personne.')).toBeVisible();

  await goTo(page, 'Rendez-vous');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('button', { name: 'Oui, j’annule' }).click();
  await expect(page.getByText('C’est annulé')).toBeVisible();
  // The offer comes without a reload, and the place is nobody else's meanwhile.
  await expect(other.getByText('Une place est gardée pour toi')).toBeVisible();
  await goTo(page, 'Accueil');
  await expect(creneau(page, /^10\sh\s30/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^10\sh(?!\s30)/ })).toHaveCount(0);
  await other.getByRole('button', { name: 'Je la prends' }).click();
  await expect(other.getByText('Une place est gardée pour toi')).toBeHidden();
  await expect(other.getByText('avec Nadia')).toBeVisible();
});
