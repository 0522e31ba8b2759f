import { enterWithCard, finishWithCard, goTo, sayWho, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { join, makeAtelier } from './aide';

test('a jeune finds an atelier, takes part with a file for the calendar, and leaves without a reproach', async ({ page, house }) => {
  await makeAtelier(house);
  await enterWithCard(page, house.code, 'Inès');
  await page.getByRole('link', { name: /^Les ateliers/ }).click();
  await page.getByRole('button', { name: 'Trouver du travail' }).click();
  const card = page.getByRole('link', { name: /Mon CV en une heure/ });
  await expect(card).toContainText('Il reste 2 places');
  // The place before whoever leads.
  const text = (await card.innerText()).replace(/\s+/g, ' ');
  expect(text.indexOf('Aubervilliers')).toBeGreaterThan(0);
  expect(text.indexOf('Aubervilliers')).toBeLessThan(text.indexOf('avec '));
  await card.click();

  await expect(page.getByRole('heading', { level: 1, name: 'Mon CV en une heure' })).toBeFocused();
  await expect(page.getByText('Rien à apporter')).toBeVisible();
  await page.getByText('Je viens avec quelqu’un').click();
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
  await expect(page.getByText('Tu viens avec quelqu’un.')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Mettre dans mon agenda' }).click();
  expect((await download).suggestedFilename()).toBe('rendez-vous.ics');

  await page.goto('/ateliers');
  await expect(page.getByRole('region', { name: 'Mes ateliers' })).toContainText('Tu participes');
  await page.getByRole('region', { name: 'Mes ateliers' }).getByRole('link').click();
  await page.getByRole('button', { name: 'Je ne viens plus' }).click();
  await expect(page.getByText('Ce n’est pas grave.')).toBeVisible();
  await page.getByRole('button', { name: 'Non, je laisse ma place' }).click();
  await expect(page.getByText('C’est noté : on ne t’attend plus.')).toBeVisible();
  await expect(page.getByText('Il reste 2 places')).toBeVisible();
  // One may come back.
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
});

test('without a network one is told so, the atelier stays on the screen, and the next try counts', async ({ page, house }) => {
  const atelier = await makeAtelier(house, {}, { places: 3 });
  await enterWithCard(page, house.code, 'Inès');
  await page.goto(`/ateliers/${atelier}`);
  const joins = page.getByRole('button', { name: 'Je participe' });
  await expect(joins).toBeVisible();
  const titre = await page.getByRole('heading', { level: 1 }).innerText();
  await page.context().setOffline(true);
  await joins.click();
  await expect(page.getByRole('alert').filter({ hasText: 'réseau' }).first()).toBeVisible();
  await expect(joins).toBeEnabled();
  await expect(page.getByRole('heading', { level: 1, name: titre })).toBeVisible();
  await page.context().setOffline(false);
  await joins.click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
  await page.goto('/ateliers');
  await expect(page.getByRole('region', { name: 'Mes ateliers' }).getByRole('link')).toHaveCount(1);
});

test('who waits is promoted, sees until when the place is kept, and takes it', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house, {}, { places: 1 });
  const other = await browserOf();
  await enterWithCard(page, house.code, 'Inès');
  await enterWithCard(other, house.code, 'Sami');
  await join(page, atelier);
  await other.goto(`/ateliers/${atelier}`);
  await expect(other.getByText('Complet – liste d’attente')).toBeVisible();
  await other.getByRole('button', { name: 'Me mettre sur la liste d’attente' }).click();
  await expect(other.getByText('Tu es la prochaine personne.')).toBeVisible();

  await page.getByRole('button', { name: 'Je ne viens plus' }).click();
  await page.getByRole('button', { name: 'Non, je laisse ma place' }).click();
  await expect(page.getByText('C’est noté : on ne t’attend plus.')).toBeVisible();
  // Without a reload, and the place is nobody else's meanwhile.
  await expect(other.getByText(/^Une place est gardée pour toi jusqu’à/)).toBeVisible();
  await expect(page.getByText('Complet – liste d’attente')).toBeVisible();
  // Half an hour is short: it stands before all else where one looks.
  for (const path of ['/rendez-vous', '/']) {
    await other.goto(path);
    await expect(other.getByRole('region', { name: /^Une place est gardée pour toi jusqu’à/ })).toBeInViewport();
  }
  await other.getByRole('region', { name: /^Une place est gardée pour toi/ }).getByRole('link').click();
  await other.getByRole('button', { name: 'Je prends la place' }).click();
  await expect(other.getByText('Tu participes', { exact: true })).toBeVisible();
  for (const path of ['/rendez-vous', '/']) {
    await other.goto(path);
    await expect(other.getByRole('region', { name: 'Mes ateliers' }).getByRole('link', { name: /Mon CV en une heure/ })).toContainText('Tu participes');
  }
  await house.pro.post(`/api/ateliers-publies/${atelier}/annulation`, { mot: 'La salle est fermée.' });
  await expect(other.getByRole('region', { name: 'Mes ateliers' })).toContainText('Cet atelier n’a pas lieu');
});

test('a stranger looks at everything, signs up and comes back to the atelier that they chose', async ({ page, house }) => {
  await makeAtelier(house);
  await page.goto('/ateliers');
  await page.getByRole('link', { name: /Mon CV en une heure/ }).click();
  await expect(page.getByText('On écrit ton CV ensemble')).toBeVisible();
  await page.getByRole('link', { name: 'Je participe' }).click();
  await sayWho(page, 'Inès');
  await finishWithCard(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Mon CV en une heure' })).toBeVisible();
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
});

test('a choice without an atelier shows the others', async ({ page, house }) => {
  await makeAtelier(house);
  await page.goto('/ateliers?besoin=sante');
  await expect(page.getByText('Rien pour ce choix en ce moment.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Mon CV en une heure/ })).toBeVisible();
});

test('an atelier for another age is refused with others instead', async ({ page, house }) => {
  const atelier = await makeAtelier(house, {}, { age_min: 26 });
  await makeAtelier(house, {}, { titre: 'Boxe douce' });
  await enterWithCard(page, house.code, 'Inès');
  await page.goto(`/ateliers/${atelier}`);
  await expect(page.getByText('À partir de 26 ans')).toBeVisible();
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Cet atelier est pour un autre âge.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Boxe douce/ })).toBeVisible();
});

test('an atelier that is proposed in a thread is joined there in one tap', async ({ page, house, browserOf }) => {
  await makeAtelier(house);
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Bonjour');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByText('Envoyé')).toBeVisible();

  const desk = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(desk, house.courriel, house.motDePasse);
  await desk.goto('/pro/messages');
  await desk.getByRole('link', { name: /Inès/ }).first().click();
  await desk.getByRole('button', { name: 'Plus d’outils' }).click();
  await desk.getByRole('button', { name: 'Proposer un atelier', exact: true }).click();
  await desk.getByLabel('Lequel').selectOption({ index: 1 });
  await desk.getByRole('button', { name: 'Proposer cet atelier' }).click();
  await expect(desk.getByRole('region', { name: 'Un atelier proposé' })).toContainText('Proposé');

  const card = page.getByRole('region', { name: 'Un atelier proposé' });
  await card.getByRole('button', { name: 'Je participe' }).click();
  await expect(card.getByText('C’est noté')).toBeVisible();
  await card.getByRole('link', { name: 'Mon CV en une heure' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
});
