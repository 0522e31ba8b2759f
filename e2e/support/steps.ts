import { expect, type Page } from '@playwright/test';
import { Person, type House } from './api';

/** The first screen of signing up. */
export async function sayWho(page: Page, prenom: string, annee = 2007): Promise<void> {
  await page.getByLabel('Ton prénom ou un surnom').fill(prenom);
  await page.getByLabel('Mois', { exact: true }).selectOption({ index: 3 });
  await page.getByLabel('Année').selectOption(String(annee));
  await page.getByRole('button', { name: 'Continuer' }).click();
}

/** Signs up with the access card from a poster; gives its six words. */
export async function enterWithCard(page: Page, code: string, prenom: string): Promise<string[]> {
  await page.goto(`/entrer?espace=${code}`);
  await sayWho(page, prenom);
  const words = await finishWithCard(page);
  await expect(page.getByRole('heading', { level: 1, name: `Salut ${prenom}` })).toBeVisible();
  return words;
}

/** The other screens of signing up, with the access card; gives its six words. */
export async function finishWithCard(page: Page): Promise<string[]> {
  await page.getByText('Ni l’un ni l’autre').click();
  await page.getByRole('button', { name: 'Faire ma carte' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
  const words = await cardWords(page);
  await page.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
  return words;
}

/** The six words on the screen. */
export async function cardWords(page: Page): Promise<string[]> {
  const items = page.getByRole('list').filter({ has: page.locator('li:nth-child(6)') }).first().getByRole('listitem');
  await expect(items).toHaveCount(6);
  return (await items.allInnerTexts()).map((text) => text.replace(/[^a-z]/g, ''));
}

/** From now on, the title of each screen that this page shows, in order. */
export async function screens(page: Page): Promise<() => Promise<string[]>> {
  // What the server wrote has the same title: the program's own screen must have taken its place.
  await expect(page.locator('#contenu').getByRole('heading', { level: 1 })).toBeVisible();
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const title = document.title.split(' · ')[0].replace(/\s/g, ' ');
      if (seen.at(-1) !== title) seen.push(title);
    }).observe(document.head, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

/** The tab of the bottom bar. */
export async function goTo(page: Page, tab: 'Accueil' | 'Rendez-vous' | 'Messages' | 'Moi'): Promise<void> {
  await page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: tab }).click();
}

/** Writes in the open thread. */
export async function write(page: Page, texte: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Écrire un message' }).fill(texte);
  await page.getByRole('button', { name: 'Envoyer' }).click();
}

/** A jeune writes, and Nadia is their référent; gives the thread. */
export async function askReferent(page: Page, house: House): Promise<string> {
  await enterWithCard(page, house.code, 'Inès');
  await goTo(page, 'Messages');
  await write(page, 'Bonjour.');
  await expect(page.getByText('Envoyé')).toBeVisible();
  const [fil] = await house.pro.get('/api/fils');
  await house.pro.post(`/api/fils/${fil.id}/referent`);
  await expect(page.getByText('Nadia te répond', { exact: true })).toBeVisible();
  return fil.id;
}

/** Signs a professional in. */
export async function signInPro(page: Page, courriel: string, motDePasse: string): Promise<void> {
  await page.goto('/pro/connexion');
  await page.getByLabel('E-mail').fill(courriel);
  await page.getByLabel('Mot de passe', { exact: true }).fill(motDePasse);
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('button', { name: 'Me connecter' })).toBeHidden();
  // The first room may be of the other program: one is there once its page is.
  await page.waitForURL((url) => !/^\/pro(\/connexion)?\/?$/.test(url.pathname));
}

/** Signs in somebody who coordinates, since the professional of a house does not. */
export async function signInAsCoordonnatrice(page: Page, house: House): Promise<void> {
  const droits = { referent: false, publie: false, coordonne: true };
  const { lien } = await house.admin.post('/api/invitations', { structure: house.structure, droits });
  const [courriel, mot_de_passe] = [`ines-${house.code}@exemple.fr`, 'une phrase de travail'];
  const jeton = lien.split('#')[1];
  await new Person(house.address).post('/api/invitations/acceptation', { jeton, prenom: 'Inès', aide: 'les projets', courriel, mot_de_passe });
  await signInPro(page, courriel, mot_de_passe);
}

/** A créneau of the home, by its hour. */
export function creneau(page: Page, hour: RegExp) {
  return page.getByRole('link', { name: hour }).or(page.getByRole('button', { name: hour })).first();
}
