import { day, openPermanence } from '../support/api';
import { creneau, enterWithCard, goTo } from '../support/steps';
import { expect, test } from '../support/test';

test('two phones want the last place: one has it, the other is shown others', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(1));
  const other = await browserOf();
  await enterWithCard(page, house.code, 'Inès');
  await enterWithCard(other, house.code, 'Sami');
  const phones = [page, other];
  for (const phone of phones) await creneau(phone, /^10\sh(?!\s30)/).click();
  await Promise.all(phones.map((phone) => phone.getByRole('button', { name: 'Je réserve' }).click()));
  const booked = (phone: typeof page) => phone.getByRole('heading', { level: 1, name: 'C’est réservé' });
  const missed = (phone: typeof page) => phone.getByText('Quelqu’un vient de le prendre');
  for (const phone of phones) await expect(booked(phone).or(missed(phone)).first()).toBeVisible();
  const had = await Promise.all(phones.map((phone) => booked(phone).isVisible()));
  expect(had.filter(Boolean)).toHaveLength(1);
  await expect(creneau(phones[had.indexOf(false)], /^10\sh\s30/)).toBeVisible();
});

test('a cancelled place is offered again', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await enterWithCard(page, house.code, 'Inès');
  await creneau(page, /^10\sh(?!\s30)/).click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await goTo(page, 'Rendez-vous');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('button', { name: 'Oui, j’annule' }).click();
  await expect(page.getByText('C’est annulé')).toBeVisible();
  await goTo(page, 'Accueil');
  await expect(creneau(page, /^10\sh(?!\s30)/)).toBeVisible();
});

test('a rendez-vous is moved, and the former one stays until then', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await enterWithCard(page, house.code, 'Inès');
  await creneau(page, /^10\sh(?!\s30)/).click();
  await page.getByText('Je viens avec quelqu’un').click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await goTo(page, 'Rendez-vous');
  await page.getByRole('link', { name: /^Déplacer/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Choisis un autre moment' })).toBeVisible();
  await creneau(page, /^10\sh\s30/).click();
  const move = page.getByRole('button', { name: 'Je déplace ici' });
  await expect(move).toBeVisible();
  // A reload in between changes nothing: the address says what is moved.
  await page.reload();
  await move.click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est déplacé' })).toBeVisible();
  await goTo(page, 'Rendez-vous');
  await expect(page.getByText('Déplacé', { exact: true })).toBeVisible();
  await expect(page.getByText(/10\sh\s30 à 11\sh/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Déplacer/ })).toHaveCount(1);
});
