import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { day, invite, openPermanence } from '../support/api';
import { creneau, enterWithCard, sayWho, signInPro, write } from '../support/steps';
import { expect, test } from '../support/test';
import { NOON, join, makeAtelier, soon } from '../ateliers/aide';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const OPEN = ['/', '/entrer', '/revenir', '/revenir?par=carte', '/revenir?par=code', '/a-propos', '/accessibilite', '/urgence', '/orientation', '/orientation/22222-22222', '/ateliers', `/ateliers/${randomUUID()}`, `/ateliers/${randomUUID()}/presence`, '/nulle-part'];
const JEUNE = ['/', '/rendez-vous', '/messages', '/messages/recherche', '/ateliers', '/moi'];
const PRO = ['/pro', '/pro/agenda', '/pro/permanences', '/pro/permanences/ouvrir', '/pro/permanences/fermetures', '/pro/ateliers', '/pro/ateliers/creer', '/pro/ateliers/calendrier', '/pro/orienter', '/pro/orientations', '/pro/moi', '/pro/nulle-part'];
const ADMIN = ['/pro/structures', '/pro/inviter', '/pro/espaces', '/pro/espaces/creer', '/pro/moi'];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('nothing to find for a jeune, empty and filled', async ({ page, house }) => {
      await checkAll(page, [...OPEN, `/e/${house.code}`]);
      await openPermanence(house, day(1));
      await enterWithCard(page, house.code, 'Inès');
      await checkAll(page, JEUNE);
      await page.goto('/messages');
      await write(page, 'Bonjour, un mot très long : anticonstitutionnellementanticonstitutionnellement');
      await expect(page.getByText('Envoyé')).toBeVisible();
      await check(page, '/messages with a message');
      await page.getByRole('button', { name: 'Options du message' }).click();
      await check(page, 'a message with its menu');
      await page.getByRole('button', { name: 'Modifier' }).click();
      await page.getByRole('button', { name: 'Joindre' }).click();
      await page.locator('summary').click();
      await page.getByRole('button', { name: 'Signaler quelqu’un' }).click();
      await check(page, 'a thread with its panels open');
      await page.goto('/');
      await creneau(page, /^10\sh/).click();
      await expect(page.getByRole('button', { name: 'Je réserve' })).toBeVisible();
      await check(page, 'the confirmation');
      await page.getByRole('button', { name: 'Je réserve' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
      await check(page, 'the booked rendez-vous');
      await checkAll(page, JEUNE);
      await page.getByRole('button', { name: 'Urgence' }).or(page.getByRole('link', { name: 'Urgence' })).first().click();
      await expect(page.getByText('119').first()).toBeVisible();
      await check(page, 'the emergency numbers');
    });

    test('nothing to find while signing up, with errors too', async ({ page, house }) => {
      const send = (name: string) => page.getByRole('button', { name }).click();
      await page.goto(`/entrer?espace=${house.code}`);
      await send('Continuer');
      await expect(page.getByLabel('Ton prénom ou un surnom')).toBeFocused();
      await check(page, 'who, with errors');
      await sayWho(page, 'Tom', new Date().getFullYear() - 13);
      await check(page, 'too young');
      await page.goto(`/entrer?espace=${house.code}`);
      await sayWho(page, 'Inès');
      await send('Continuer');
      await check(page, 'how to come back, with errors');
      await page.getByText('Avec mon adresse e-mail').click();
      await page.getByLabel('Ton adresse e-mail').fill('ines@exemple.fr');
      await send('Continuer');
      await send('C’est parti');
      await check(page, 'a password, with errors');
      await page.goBack();
      await page.getByText('Ni l’un ni l’autre').click();
      await send('Faire ma carte');
      await expect(page.getByRole('heading', { level: 1, name: 'Garde ta carte' })).toBeVisible();
      await check(page, 'the access card');
      await page.goto(`/creneaux/${randomUUID()}`);
      await check(page, 'a créneau that is gone');
    });

    test('nothing to find for a professional, empty and filled', async ({ page, house, browserOf }) => {
      await page.goto(`/pro/invitation#${await invite(house.admin, house.structure)}`);
      await page.getByRole('button', { name: 'Accepter et entrer' }).click();
      await check(page, 'an invitation, with errors');
      await page.goto('/pro/connexion');
      await check(page, '/pro/connexion');
      await signInPro(page, house.courriel, house.motDePasse);
      await checkAll(page, PRO);
      await openPermanence(house, day(0) < day(1) ? day(1) : day(0));
      const phone = await browserOf();
      await enterWithCard(phone, house.code, 'Inès');
      await phone.goto('/messages');
      await write(phone, 'Bonjour');
      await checkAll(page, PRO);
      await page.goto('/pro');
      await page.getByRole('link', { name: /Inès/ }).first().click();
      await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
      await check(page, 'a thread');
      await page.getByRole('button', { name: 'Plus d’outils' }).click();
      for (const name of ['Réponses rapides', 'Proposer un créneau', 'Signaler']) {
        await page.getByRole('button', { name, exact: true }).first().click();
        await check(page, name);
      }
      await page.getByRole('button', { name: 'Donner un code de retour' }).click();
      await page.getByRole('button', { name: 'Faire le code' }).click();
      await expect(page.getByText(/^Encore /)).toBeVisible();
      await check(page, 'a code');
      await page.goto('/pro/permanences/ouvrir');
      await page.getByRole('button', { name: 'Ouvrir la permanence' }).click();
      await check(page, 'a permanence, with errors');
      await page.setViewportSize({ width: 1280, height: 800 });
      await checkAll(page, PRO);
    });

    test('nothing to find on what a permanence becomes, with its panels open', async ({ page, house }) => {
      await openPermanence(house, day(1), 1, { rythme: { quand: 'semaine', a_partir_du: day(1) } });
      await openPermanence(house, day(0), 1, { deja_tenue: true, debut: '00:00', fin: '01:00' });
      const slot = (await house.pro.get(`/api/agenda?du=${day(1)}`))[0].id;
      const made = await house.pro.post('/api/prescriptions', { structure: house.structure, creneau: slot, surnom: 'Kévin' });
      await page.goto(`/orientation/${made.code}`);
      await expect(page.getByText(/a pris ce rendez-vous pour toi/)).toBeVisible();
      await check(page, 'what a code stands for');
      await signInPro(page, house.courriel, house.motDePasse);
      await page.goto('/pro/permanences');
      await page.getByRole('link', { name: /Voir ses jours et ses chiffres.*chaque/ }).click();
      for (const name of [/^Déplacer/, /^Places/, /^Annuler/]) await page.getByRole('button', { name }).nth(1).click();
      await page.getByText('Ce que ces nombres comptent').click();
      await check(page, 'a permanence with a panel');
      await page.getByRole('link', { name: 'Changer à partir d’une date' }).click();
      await page.getByText('Délais de réservation et jours fériés').click();
      await check(page, 'a change');
      await page.getByRole('button', { name: 'Voir ce que ça change' }).click();
      await expect(page.getByRole('heading', { name: 'Ce que ça change' })).toBeVisible();
      await check(page, 'what a change does');
      await page.goto('/pro/agenda');
      await page.getByRole('button', { name: 'Déplacer ou annuler des rendez-vous' }).first().click();
      await page.getByRole('button', { name: 'Quelqu’un est là' }).first().click();
      await check(page, 'the list of the day with its panels');
      await page.goto('/pro/orientations');
      await page.getByRole('button', { name: /^Voir le papier/ }).click();
      await check(page, 'a paper');
      await page.goto(`/pro/orienter?creneau=${(await house.pro.get(`/api/agenda?du=${day(1)}`))[1].id}`);
      await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
      await check(page, 'orienting somebody, with errors');
    });

    test.describe('where it is noon', () => {
      test.use({ settings: NOON });

      test('nothing to find on an atelier, whatever becomes of it', async ({ page, house, browserOf }) => {
        const [full, today] = [await makeAtelier(house, {}, { places: 1 }), await makeAtelier(house, soon(10))];
        await check(page, 'an atelier', `/ateliers/${full}`);
        await enterWithCard(page, house.code, 'Inès');
        await page.goto(`/ateliers/${full}`);
        await page.getByRole('button', { name: 'Je participe' }).click();
        await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
        await check(page, 'an atelier that one has joined');
        await check(page, 'the ateliers of a jeune', '/ateliers');
        const other = await browserOf({ colorScheme });
        await enterWithCard(other, house.code, 'Sami');
        await other.goto(`/ateliers/${full}`);
        await other.getByRole('button', { name: 'Me mettre sur la liste d’attente' }).click();
        await expect(other.getByText('Tu es la prochaine personne.')).toBeVisible();
        await check(other, 'waiting for a place');
        await join(other, today);

        const desk = await browserOf({ colorScheme });
        await signInPro(desk, house.courriel, house.motDePasse);
        await desk.goto('/pro/ateliers/creer');
        await desk.getByRole('button', { name: 'Créer', exact: true }).click();
        await check(desk, 'an atelier that is made, with errors');
        for (const path of ['', `/${full}/changer`, `/${today}/code`, '/calendrier']) {
          await check(desk, path, `/pro/ateliers${path}`);
        }
        await desk.goto(`/pro/ateliers/${today}`);
        await desk.getByRole('listitem').filter({ hasText: 'Sami' }).getByRole('button', { name: /^Là/ }).click();
        await desk.getByRole('button', { name: 'Quelqu’un est là sans inscription' }).click();
        await desk.getByRole('button', { name: 'Annuler l’atelier' }).click();
        await check(desk, 'the list of an atelier, with its panels');
        await desk.getByRole('button', { name: 'Refaire à d’autres dates' }).click();
        await desk.setViewportSize({ width: 1280, height: 800 });
        await check(desk, 'the list of an atelier on a computer');
        await house.pro.post(`/api/ateliers-publies/${full}/annulation`, { mot: 'La salle est fermée.' });
        await check(other, 'an atelier that was cancelled', `/ateliers/${full}`);
      });
    });

    test('nothing to find for the administrator', async ({ page, server }) => {
      await signInPro(page, server.admin.identifiant, server.admin.secret);
      await checkAll(page, ADMIN);
      await page.goto('/pro/espaces/creer');
      await page.getByRole('button', { name: 'Créer l’espace-temps' }).click();
      await check(page, 'a place, with errors');
    });
  });
}

async function checkAll(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await check(page, path);
  }
}

// Still, with its title, whole at 320 px, and without a finding.
async function check(page: Page, what: string, path?: string): Promise<void> {
  if (path) await page.goto(path);
  // What the server wrote has a title too: the program's own screen is judged.
  await expect(page.locator('#contenu').getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.getByText('Ça arrive…')).toHaveCount(0);
  // What lies in a part that is folded stands still, and never ends.
  await page.evaluate(() => {
    const moves = (animation: Animation): boolean => (animation.effect as KeyframeEffect | null)?.target?.checkVisibility() ?? false;
    return Promise.all(document.getAnimations().filter(moves).map((animation) => animation.finished.catch(() => null)));
  });
  const found = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`), what).toEqual([]);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${what} is wider than 320 px`).toBeLessThanOrEqual(0);
  if (before) await page.setViewportSize(before);
}
