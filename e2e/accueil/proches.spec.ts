import type { Page } from '@playwright/test';
import { day, openPermanence } from '../support/api';
import { nothingFound } from '../support/look';
import { enterWithCard, goTo, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

async function check(page: Page, what: string): Promise<void> {
  await expect(page.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  await nothingFound(page, what);
}

/** Makes a link and gives where it leads. */
async function invite(page: Page, prenom: string): Promise<string> {
  await page.getByLabel('Comment s’appelle cette personne ?').fill(prenom);
  await page.getByRole('button', { name: 'Faire un lien' }).click();
  const lien = new URL(await page.getByLabel('Lien', { exact: true }).inputValue());
  return lien.pathname + lien.hash;
}

test('an invited aunt writes, the team answers, the jeune ends it: her phone is refused at once', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Moi');
  await page.getByRole('link', { name: 'Inviter un proche' }).click();
  await expect(page.getByText('Tu n’as invité personne.')).toBeVisible();
  await check(page, 'to invite');
  await page.getByRole('button', { name: 'Faire un lien' }).click();
  await expect(page.getByLabel('Comment s’appelle cette personne ?')).toBeFocused();
  const link = await invite(page, 'Tata Awa');
  await expect(page.getByRole('img', { name: 'Code à scanner par cette personne' })).toBeVisible();
  await check(page, 'the link');
  await page.getByRole('button', { name: 'C’est fait' }).click();
  const aunt = await browserOf();
  await aunt.goto(link);
  await expect(aunt.getByRole('heading', { level: 2, name: house.nom })).toBeVisible();
  expect(aunt.url()).not.toContain('#');
  await check(aunt, 'what the aunt sees');
  await expect(aunt.locator('#contenu')).not.toContainText('Inès');
  const second = await browserOf();
  await second.goto(link);
  await expect(second.getByRole('heading', { level: 1, name: 'Ce lien ne marche plus' })).toBeVisible();
  await check(second, 'a second phone');
  const computer = await browserOf({ viewport: { width: 1280, height: 800 } });
  await signInPro(computer, house.courriel, house.motDePasse);
  await computer.goto('/pro/proches');
  await expect(computer.getByText('Personne n’a écrit')).toBeVisible();
  await aunt.getByLabel('Votre message').fill('Bonjour, comment va-t-elle ?');
  await aunt.getByRole('button', { name: 'Envoyer' }).click();
  await expect(aunt.getByRole('listitem').filter({ hasText: 'comment va-t-elle' })).toBeVisible();
  // Live on the screen of the team.
  await computer.getByRole('link', { name: /Tata Awa/ }).click();
  await expect(computer.getByText('invité par Inès')).toBeVisible();
  await computer.getByLabel('Votre réponse').fill('Bonjour, passez nous voir samedi.');
  await computer.getByRole('button', { name: 'Répondre' }).click();
  await expect(computer.getByRole('listitem').filter({ hasText: 'passez nous voir' })).toBeVisible();
  await check(computer, 'the thread of a relative');
  await aunt.reload();
  await expect(aunt.getByText('passez nous voir samedi')).toBeVisible();
  await page.reload();
  await expect(page.getByText('lien ouvert')).toBeVisible();
  await page.getByRole('button', { name: 'Arrêter : Tata Awa' }).click();
  await check(page, 'to end it');
  await page.getByRole('button', { name: 'Arrêter', exact: true }).click();
  await expect(page.getByText('terminé')).toBeVisible();
  await aunt.getByLabel('Votre message').fill('Encore un mot');
  await aunt.getByRole('button', { name: 'Envoyer' }).click();
  await expect(aunt.getByRole('heading', { level: 1, name: 'Ce lien ne marche plus' })).toBeVisible();
  await expect(aunt.locator('#contenu')).not.toContainText('passez nous voir');
  await aunt.reload();
  await expect(aunt.getByRole('heading', { level: 1, name: 'Rien à voir ici' })).toBeVisible();
  await check(aunt, 'a phone without a link');
  await expect(aunt.locator('#contenu')).not.toContainText('passez nous voir');
});

test('the open page of a relative ends when the jeune ends it, without a tap', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await page.goto('/proche/moi/liste');
  const link = await invite(page, 'Tata Awa');
  const aunt = await browserOf();
  await aunt.goto(link);
  await aunt.getByLabel('Votre message').fill('Bonjour, comment va-t-elle ?');
  await aunt.getByRole('button', { name: 'Envoyer' }).click();
  await expect(aunt.getByRole('listitem').filter({ hasText: 'comment va-t-elle' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Arrêter : Tata Awa' }).click();
  await page.getByRole('button', { name: 'Arrêter', exact: true }).click();
  await expect(page.getByText('terminé')).toBeVisible();
  await expect(aunt.getByRole('heading', { level: 1, name: 'Ce lien ne marche plus' })).toBeVisible({ timeout: 5_000 });
  await expect(aunt.locator('#contenu')).not.toContainText('comment va-t-elle');
});

test('who comes along to a rendez-vous sees when and where', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(2));
  await enterWithCard(page, house.code, 'Tom');
  await page.getByRole('link', { name: /^10\sh/ }).first().click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await page.goto('/proche/moi/liste');
  await page.getByText('Venir avec moi à un rendez-vous').click();
  await page.getByLabel('Quel rendez-vous ?').selectOption({ index: 1 });
  await page.getByLabel('Comment tu signes').fill('Ton neveu');
  await check(page, 'to choose the rendez-vous');
  const link = await invite(page, 'Papa');
  const father = await browserOf({ colorScheme: 'dark' });
  await father.goto(link);
  await expect(father.getByRole('heading', { level: 2, name: 'Un rendez-vous avec Ton neveu' })).toBeVisible();
  await expect(father.getByText('12 rue de la République').first()).toBeVisible();
  for (const hidden of ['Nadia', 'Papiers', 'Tom']) await expect(father.locator('#contenu')).not.toContainText(hidden);
  await check(father, 'when and where');
});

test('who comes along is told where one meets, or by phone, and no address then', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(2), 1, { conditions: { mode: 'telephone' } });
  const fiche = {
    titre: 'Visite', presentation: 'On visite ensemble.', besoin: 'emploi', accompagne: true, places: 3,
    lieu: { ou: 'ailleurs', nom: 'L’usine', commune: 'Saint-Denis' }, point_rencontre: 'devant la gare, sortie 2',
  };
  const rythme = { quand: 'date', jour: day(3) };
  const made = await house.pro.post('/api/ateliers', { structure: house.structure, fiche, rythme, debut: '14:00', fin: '16:00', publie: true });
  await enterWithCard(page, house.code, 'Tom');
  await page.getByRole('link', { name: /^10\sh/ }).first().click();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  await page.goto(`/ateliers/${made[0].atelier.id}`);
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes').first()).toBeVisible();
  await page.goto('/proche/moi/liste');
  await page.getByText('Venir avec moi à un atelier').click();
  await page.getByLabel('Quel atelier ?').selectOption({ index: 1 });
  await check(page, 'what the jeune reads');
  const aunt = await browserOf();
  await aunt.goto(await invite(page, 'Tata'));
  await expect(aunt.getByText('On se retrouve : devant la gare, sortie 2')).toBeVisible();
  await expect(aunt.locator('#contenu')).not.toContainText(house.nom);
  await check(aunt, 'where one meets');
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await page.getByText('Venir avec moi à un rendez-vous').click();
  await page.getByLabel('Quel rendez-vous ?').selectOption({ index: 1 });
  const father = await browserOf({ colorScheme: 'dark' });
  await father.goto(await invite(page, 'Papa'));
  await expect(father.getByText('Par téléphone')).toBeVisible();
  await expect(father.locator('#contenu')).not.toContainText('12 rue de la République');
  await check(father, 'by phone');
});

test('a jeune who looks at their own link leaves it whole, and who leaves in a hurry leaves no thread behind', async ({ page, house, browserOf }) => {
  await enterWithCard(page, house.code, 'Inès');
  await page.goto('/proche/moi/liste');
  const link = await invite(page, 'Maman');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'C’est le lien pour ton proche' })).toBeVisible();
  await check(page, 'one’s own link');
  const mother = await browserOf();
  // The weather is elsewhere.
  await mother.route('https://www.meteofrance.com/**', (route) => route.fulfill({ body: '<title>Météo</title>', contentType: 'text/html; charset=utf-8' }));
  await mother.goto(link);
  await mother.getByLabel('Votre message').fill('Je cherche mon fils');
  await mother.getByRole('button', { name: 'Envoyer' }).click();
  await expect(mother.getByRole('listitem').filter({ hasText: 'Je cherche mon fils' })).toBeVisible();
  await mother.getByRole('button', { name: 'Quitter vite' }).first().click();
  await expect(mother).toHaveTitle('Météo');
  await mother.goto('/proche');
  await expect(mother.getByRole('heading', { level: 1, name: 'Rien à voir ici' })).toBeVisible();
  await expect(mother.locator('#contenu')).not.toContainText('mon fils');
});

test('a parent writes on their own, and nothing tells whether anybody comes here', async ({ page, house, browserOf }) => {
  await page.goto(`/proche/${house.code}`);
  await page.getByRole('button', { name: 'Écrire à l’équipe' }).click();
  await expect(page.getByLabel('Votre prénom')).toBeFocused();
  await check(page, 'the form, with errors');
  await page.getByLabel('Votre prénom').fill('Fatou');
  await page.getByLabel('Votre message').fill('Ma fille vient-elle chez vous ?');
  await page.getByRole('button', { name: 'Écrire à l’équipe' }).click();
  await expect(page.getByText('Ma fille vient-elle chez vous ?')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Voir les numéros d’urgence' })).toBeVisible();
  await check(page, 'what was written');
  // Whoever comes back by the way they came finds it again.
  await page.goto(`/proche/${house.code}`);
  await page.getByRole('link', { name: 'Retrouver mes messages' }).click();
  await expect(page.getByText('Ma fille vient-elle chez vous ?')).toBeVisible();
  const computer = await browserOf();
  await signInPro(computer, house.courriel, house.motDePasse);
  await computer.goto('/pro/proches');
  await expect(computer.getByText('sans invitation')).toBeVisible();
  await check(computer, 'the list of the team');
  await page.getByRole('button', { name: 'Oublier sur ce téléphone' }).click();
  await page.getByRole('button', { name: 'Oublier', exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.waitForLoadState();
  await page.goto('/proche');
  await expect(page.getByRole('heading', { level: 1, name: 'Rien à voir ici' })).toBeVisible();
});
