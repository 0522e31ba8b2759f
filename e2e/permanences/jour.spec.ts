import { day, openPermanence } from '../support/api';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('the list of the day: someone comes without a rendez-vous and is received, one tap each', async ({ page, house }) => {
  // Held already, whatever the hour of this test.
  await openPermanence(house, day(0), 1, { deja_tenue: true });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.getByRole('link', { name: 'Agenda' }).first().click();
  await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  await expect(page.getByText('C’est à remplir')).toBeVisible();
  await page.getByLabel('Prénom ou surnom').fill('Yaëlle-Anaïs');
  await page.getByRole('button', { name: 'Ajouter à la liste' }).click();
  const tap = (word: string) => page.getByRole('button', { name: `${word} : Yaëlle-Anaïs` });
  await expect(tap('Arrivé·e')).toHaveAttribute('aria-pressed', 'true');
  await tap('Reçu·e').click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'true');
  await tap('Reçu·e').click();
  await expect(tap('Reçu·e')).toHaveAttribute('aria-pressed', 'false');
  await tap('Absent·e').click();
  await expect(tap('Absent·e')).toHaveAttribute('aria-pressed', 'true');
});
