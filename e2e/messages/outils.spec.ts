import { Person, day, invite, openPermanence, type House } from '../support/api';
import { enterWithCard, goTo, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';

// What a professional does around a thread, on a computer; what the phone sees of it.

async function colleague(house: House, prenom: string): Promise<Person> {
  const person = new Person(house.address);
  const courriel = `${prenom.toLowerCase()}-${house.code}@exemple.fr`;
  const jeton = await invite(house.admin, house.structure);
  await person.post('/api/invitations/acceptation', { jeton, prenom, aide: 'le logement', courriel, mot_de_passe: house.motDePasse });
  return person;
}

test('a quick reply, a proposed créneau, one more reader, then somebody else takes over', async ({ page, house, browserOf }) => {
  await openPermanence(house, day(1));
  const karim = await colleague(house, 'Karim');
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await goTo(phone, 'Messages');
  await write(phone, 'Je voudrais parler à quelqu’un.');
  await expect(phone.getByText('Envoyé')).toBeVisible();
  await house.pro.post('/api/reponses-rapides', { textes: ['Bien reçu, je te réponds demain.'] });
  await page.setViewportSize({ width: 1280, height: 800 });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.getByRole('link', { name: /Inès/ }).first().click();
  await page.getByRole('button', { name: 'Je deviens référent·e' }).click();
  await expect(page.getByText('Vous êtes référent·e.')).toBeVisible();
  await page.getByRole('button', { name: 'Réponses rapides' }).click();
  await page.getByRole('button', { name: 'Bien reçu, je te réponds demain.' }).click();
  await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toHaveValue('Bien reçu, je te réponds demain.');
  await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await expect(phone.getByText('Bien reçu, je te réponds demain.')).toBeVisible();
  await page.getByRole('button', { name: 'Proposer un créneau' }).click();
  await page.getByRole('button', { name: 'Proposer ce créneau' }).click();
  await expect(page.getByText('Choisissez dans la liste.')).toBeVisible();
  await page.getByLabel('Quel créneau').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Proposer ce créneau' }).click();
  const carte = phone.getByRole('region', { name: 'Un rendez-vous proposé' });
  await carte.getByRole('button', { name: 'Réserver' }).click();
  await expect(carte.getByText('C’est réservé')).toBeVisible();
  await page.getByRole('button', { name: 'Plus d’outils' }).click();
  await page.getByRole('button', { name: 'Qui lit ce fil' }).click();
  await page.getByRole('checkbox', { name: /Karim/ }).check();
  await expect(phone.getByText(/Karim lit/)).toBeVisible();
  expect((await karim.get('/api/fils')).map((fil: any) => fil.acces)).toEqual(['lecteur']);
  await page.getByRole('button', { name: 'Confier ce fil' }).first().click();
  await page.getByLabel('À qui').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Confier ce fil' }).last().click();
  await expect(phone.getByText('Karim te répond', { exact: true })).toBeVisible();
  expect((await karim.get('/api/fils')).map((fil: any) => fil.acces)).toEqual(['referent']);
  await expect(page.getByRole('heading', { name: 'Un·e collègue suit maintenant Inès' })).toBeVisible();
});

test('the same words go to several, and a name or a word is found', async ({ page, house, browserOf }) => {
  const phones = [await browserOf(), await browserOf()];
  for (const [i, prenom] of ['Inès', 'Noé'].entries()) {
    await enterWithCard(phones[i], house.code, prenom);
    await goTo(phones[i], 'Messages');
    await write(phones[i], `Bonjour, ici ${prenom}, je cherche une école.`);
    await expect(phones[i].getByText('Envoyé')).toBeVisible();
  }
  for (const fil of await house.pro.get('/api/fils')) await house.pro.post(`/api/fils/${fil.id}/referent`);
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto('/pro/messages');
  await page.getByRole('button', { name: 'Écrire à plusieurs jeunes' }).click();
  await page.getByRole('button', { name: 'Choisir tout le monde' }).click();
  await page.getByLabel('Votre message').fill('L’atelier de demain commence à 15 h.');
  await page.getByRole('button', { name: 'Envoyer à 2 jeunes' }).click();
  await expect(page.getByText('C’est envoyé à 2 jeunes.')).toBeVisible();
  for (const phone of phones) await expect(phone.getByText('L’atelier de demain commence à 15 h.')).toBeVisible();
  await page.getByLabel('Chercher un surnom ou un mot').fill('noe');
  await expect(page.getByRole('link', { name: /Noé/ })).toHaveCount(1);
  await expect(page.getByRole('link', { name: /Inès/ })).toHaveCount(0);
  await page.getByLabel('Chercher un surnom ou un mot').fill('ecole');
  await page.getByRole('button', { name: /Chercher « ecole » dans les messages/ }).click();
  await expect(page.getByRole('link', { name: /je cherche une école/ })).toHaveCount(2);
});

test('an exchange is stopped with a reason and a relay, and the jeune is not alone', async ({ page, house, browserOf }) => {
  await colleague(house, 'Karim');
  const phone = await browserOf();
  await enterWithCard(phone, house.code, 'Inès');
  await goTo(phone, 'Messages');
  await write(phone, 'Bonjour.');
  await expect(phone.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  await house.pro.post(`/api/fils/${fil.id}/referent`);
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/messages/${fil.id}`);
  await page.getByRole('button', { name: 'Plus d’outils' }).click();
  await page.getByRole('button', { name: 'Arrêter l’échange' }).click();
  await page.getByRole('button', { name: 'Arrêter et passer le relais' }).click();
  await expect(page.getByLabel('Ce qui s’est passé')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Ce qui s’est passé').fill('Des menaces, trois fois.');
  await page.getByLabel('Qui prend le relais').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Arrêter et passer le relais' }).click();
  await expect(phone.getByText('Karim te répond', { exact: true })).toBeVisible();
  const [report] = await house.admin.get('/api/signalements');
  expect(report).toMatchObject({ blocage: true, precisions: 'Des menaces, trois fois.' });
});
