import { day } from '../support/api';
import { nothingFound } from '../support/look';
import { enterWithCard, signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { join, makeAtelier } from './aide';

test('a series is made from one form, published, and done again on another date', async ({ page, house, browserOf }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.getByRole('link', { name: 'Agenda' }).last().click();
  await page.getByRole('link', { name: 'Ateliers' }).last().click();
  await page.getByRole('link', { name: 'Créer un atelier' }).click();
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByLabel('Titre')).toBeFocused();
  await page.getByLabel('Titre').fill('Boxe douce');
  await page.getByLabel('Ce qu’on y fait').fill('On bouge une heure, sans se faire mal.');
  await page.getByLabel('Pour quoi').selectOption('sante');
  await page.getByLabel('Où', { exact: true }).selectOption({ label: 'Ailleurs' });
  await page.getByLabel('Nom de l’endroit').fill('Stade Bauer');
  await page.getByLabel('Commune').fill('Saint-Ouen');
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByText('Donnez une adresse ou un point de rencontre.')).toBeVisible();
  await page.getByLabel('Point de rencontre', { exact: true }).fill('devant la grille');
  await page.getByLabel('Son nom').fill('Karim');
  await page.getByLabel('Ce qu’on apporte (pas obligatoire)').fill('éducateur sportif');
  await page.getByRole('button', { name: 'Ajouter à l’animation' }).click();
  await expect(page.getByText('Karim, éducateur sportif', { exact: true })).toBeVisible();
  await page.getByText('Chaque semaine').click();
  await page.getByLabel('Premier jour').fill(day(1));
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByText('Donnez le dernier jour.')).toBeVisible();
  await page.getByLabel(/^Dernier jour/).fill(day(15));
  await page.getByText('Publier tout de suite').click();
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  // Some weeks of the year a public holiday is left out, and said before anything is published.
  const done = page.getByRole('heading', { name: 'C’est créé' });
  const leftOut = page.getByText('Rien ces jours-là');
  await expect(done.or(leftOut)).toBeVisible();
  if (await leftOut.isVisible()) await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(done).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  const phone = await browserOf();
  await phone.goto('/ateliers');
  const card = phone.getByRole('link', { name: /Boxe douce/ }).first();
  await expect(card).toContainText('avec Karim');
  await card.click();
  await expect(phone.getByText('On se retrouve : devant la grille')).toBeVisible();

  await page.getByRole('link', { name: 'Tous les ateliers' }).last().click();
  await page.getByRole('link', { name: /Boxe douce/ }).first().click();
  await expect(page.getByText(/^Dans une série de/)).toBeVisible();
  await page.getByRole('button', { name: 'Refaire à d’autres dates' }).click();
  await page.getByLabel('Ajouter une date').fill(day(20));
  await page.getByRole('button', { name: 'Faire les copies' }).click();
  await expect(page.getByText('C’est copié.')).toBeVisible();
  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await expect(page.getByRole('heading', { name: 'Brouillons' })).toBeVisible();
  await page.getByRole('link', { name: /Boxe douce.*Brouillon/ }).click();
  await page.getByRole('button', { name: 'Publier', exact: true }).click();
  await expect(page.getByText('Publié', { exact: true })).toBeVisible();
});

test('the drafts of a series are published with one tap', async ({ page, house, browserOf }) => {
  const rythme = { quand: 'dates', jours: [day(3), day(5), day(7)] };
  const atelier = await makeAtelier(house, { rythme, publie: false }, { age_min: 16, age_max: 25, a_apporter: 'une pièce d’identité' });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByRole('button', { name: 'Publier cette date seulement' })).toBeVisible();
  // It is read again before it is published: all that the jeunes will read.
  const draft = page.getByRole('region', { name: 'Ce que les jeunes liront' });
  for (const words of ['On écrit ton CV ensemble', 'De 16 à 25 ans', 'À apporter : une pièce d’identité', 'Pour essayer', 'Tu peux venir avec quelqu’un']) {
    await expect(draft).toContainText(words);
  }
  await expect(page.getByText('Vous pourrez y ajouter les suivantes')).toBeVisible();
  await nothingFound(page);
  await page.getByRole('button', { name: 'Publier toute la série' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: /^Publié$/ })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'les jeunes voient 3 dates' })).toBeInViewport();
  await expect(draft).toBeHidden();
  const phone = await browserOf();
  await phone.goto('/ateliers');
  await expect(phone.getByRole('link', { name: /Mon CV en une heure/ })).toHaveCount(3);
});

test('what is changed is told to those who joined, in the words of the team', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house);
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);

  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByRole('list', { name: 'Qui vient' })).toContainText('Inès');
  await page.getByRole('link', { name: 'Changer' }).click();
  await expect(page.getByLabel('Titre')).toHaveValue('Mon CV en une heure');
  await page.getByLabel('Début').fill('15:00');
  await page.getByLabel('Fin').fill('17:00');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Dites en une phrase ce qui change')).toBeVisible();
  await page.getByLabel('Un mot pour les inscrit·es').fill('On commence une heure plus tard.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Qui vient' })).toBeVisible();

  await expect(phone.getByRole('heading', { name: 'Il y a du nouveau' })).toBeVisible();
  await expect(phone.getByText('On commence une heure plus tard.')).toBeVisible();
  await expect(phone.getByText(/^L’heure change\s: de 15\sh à 17\sh \(avant\s: de 14\sh à 16\sh\)$/)).toBeVisible();
  await phone.getByRole('button', { name: 'J’ai vu' }).click();
  await expect(phone.getByRole('heading', { name: 'Il y a du nouveau' })).toBeHidden();
  await expect(phone.getByText('Tu participes', { exact: true })).toBeVisible();
});

test('each thing that changed is said without a word too, and a form that is too old undoes nothing', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house);
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);

  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}/changer`);
  await expect(page.getByLabel('Titre')).toHaveValue('Mon CV en une heure');
  // A colleague is faster.
  const { atelier: now } = await house.pro.get(`/api/ateliers-publies/${atelier}`);
  const { jour, debut, fin, version, fiche } = now;
  const change = { version, jour, debut, fin, fiche: { ...fiche, a_apporter: 'un stylo' } };
  await house.pro.post(`/api/ateliers-publies/${atelier}/changement`, change);
  await page.getByLabel('Titre').fill('Ma lettre en une heure');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Quelqu’un vient de changer cet atelier.')).toBeVisible();
  await expect(page.getByLabel('À apporter (pas obligatoire)')).toHaveValue('un stylo');
  await page.getByLabel('Titre').fill('Ma lettre en une heure');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Qui vient' })).toBeVisible();

  await expect(phone.getByRole('heading', { name: 'Il y a du nouveau' })).toBeVisible();
  await expect(phone.getByText(/^Nouveau titre\s: Ma lettre en une heure \(avant\s: Mon CV en une heure\)$/)).toBeVisible();
  await expect(phone.getByRole('listitem').filter({ hasText: /^À apporter\s: un stylo$/ }).first()).toBeVisible();
  await phone.getByRole('button', { name: 'J’ai vu' }).click();
  await expect(phone.getByRole('heading', { name: 'Il y a du nouveau' })).toBeHidden();
});

test('a structure of the annuaire is a place, unless nobody knows its address', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/ateliers/creer');
  await page.getByLabel('Titre').fill('Boxe douce');
  await page.getByLabel('Ce qu’on y fait').fill('On bouge une heure, sans se faire mal.');
  await page.getByLabel('Pour quoi').selectOption('sante');
  await page.getByLabel('Où', { exact: true }).selectOption({ label: 'Chez une structure de l’annuaire' });
  await page.getByLabel('Jour', { exact: true }).fill(day(3));
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByText('Choisissez une structure.')).toBeVisible();
  await page.getByRole('group', { name: 'Chez quelle structure' }).getByRole('listitem').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByText('L’annuaire ne dit pas l’adresse de cette structure.')).toBeVisible();
  expect(await house.pro.get('/api/ateliers-publies')).toEqual([]);
});

test('what is cancelled is told, with others to go to', async ({ page, house, browserOf }) => {
  const atelier = await makeAtelier(house);
  await makeAtelier(house, {}, { titre: 'Ma lettre en une heure' });
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await join(phone, atelier);

  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await page.getByRole('button', { name: 'Annuler l’atelier' }).click();
  await page.getByRole('button', { name: 'Annuler cet atelier' }).click();
  await expect(page.getByLabel('Votre mot pour eux')).toBeFocused();
  await page.getByLabel('Votre mot pour eux').fill('La salle est fermée.');
  await page.getByRole('button', { name: 'Annuler cet atelier' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: /^Annulé$/ })).toBeVisible();
  // Who was expected is still to be rung: the list stays.
  await expect(page.getByRole('list', { name: 'Qui devait venir' })).toContainText('Inès');
  await expect(page.getByText('Appelez celles que vous pouvez')).toBeVisible();

  await expect(phone.getByText('Cet atelier n’a pas lieu')).toBeVisible();
  await expect(phone.getByText('La salle est fermée.')).toBeVisible();
  await phone.getByRole('link', { name: /Ma lettre en une heure/ }).click();
  await expect(phone.getByRole('button', { name: 'Je participe' })).toBeVisible();
});

test('the calendar of the places says what is held at the same time', async ({ page, house }) => {
  await makeAtelier(house);
  await makeAtelier(house, { debut: '15:00', fin: '17:00' }, { titre: 'Boxe douce' });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/ateliers');
  await page.getByRole('link', { name: 'Ce qui est prévu dans nos lieux' }).click();
  await expect(page.getByText(/au même endroit\s: Boxe douce/)).toBeVisible();
  await page.getByRole('link', { name: 'Boxe douce' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Boxe douce' })).toBeVisible();
});

test('the public holidays of a series are said before anything is published', async ({ page, house }) => {
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/ateliers/creer');
  await page.getByLabel('Titre').fill('Boxe douce');
  await page.getByLabel('Ce qu’on y fait').fill('On bouge une heure, sans se faire mal.');
  await page.getByLabel('Pour quoi').selectOption('sante');
  await page.getByText('Chaque semaine').click();
  const year = new Date().getFullYear() + 1;
  await page.getByLabel('Premier jour').fill(`${year}-12-18`);
  await page.getByLabel(/^Dernier jour/).fill(`${year + 1}-01-08`);
  await page.getByText('Publier tout de suite').click();
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  const said = page.getByRole('status').filter({ hasText: '2 dates à créer' });
  await expect(said.getByRole('listitem')).toHaveText([/25\sdécembre.*: jour férié$/, /1er\sjanvier.*: jour férié$/]);
  expect(await house.pro.get('/api/ateliers-publies')).toEqual([]);
  await page.getByRole('button', { name: 'Créer', exact: true }).click();
  await expect(page.getByText('2 ateliers', { exact: false }).first()).toBeVisible();
});
