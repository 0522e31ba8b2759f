import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Server } from '../support/server';
import { cardWords, goTo, sayWho, signInPro } from '../support/steps';
import { expect, test } from '../support/test';

const folder = process.env.SCREENSHOTS || join(__dirname, '../test-results/screens');
mkdirSync(folder, { recursive: true });

// The people and the places of the demonstration.
const demo = test.extend({
  server: async ({}, use) => {
    const server = await Server.start(true);
    await use(server);
    await server.end();
  },
});

for (const colorScheme of ['light', 'dark'] as const) {
  demo.describe(colorScheme, () => {
    demo.use({ colorScheme });

    demo('the screens of a jeune', async ({ page }) => {
      const shot = (name: string) => picture(page, `jeune-${name}-${colorScheme}`);
      for (const [name, path] of [
        ['accueil', '/'],
        ['lieu', '/e/aubervilliers'],
        ['lieu-inconnu', '/e/pas-de-lieu-ici'],
        ['introuvable', '/nulle-part'],
        ['urgence', '/urgence'],
        ['a-propos', '/a-propos'],
        ['accessibilite', '/accessibilite'],
        ['rendez-vous-porte', '/rendez-vous'],
        ['revenir', '/revenir'],
        ['revenir-carte', '/revenir?par=carte'],
        ['revenir-code', '/revenir?par=code'],
      ]) {
        await page.goto(path);
        await shot(name);
      }
      await page.getByRole('button', { name: 'Urgence' }).click();
      await shot('urgence-feuille');

      await page.goto('/entrer?espace=aubervilliers');
      await page.getByRole('button', { name: 'Continuer' }).click();
      await shot('entrer-1-erreurs');
      await sayWho(page, 'Tom', new Date().getFullYear() - 13);
      await shot('trop-jeune');
      await page.goto('/entrer?espace=aubervilliers');
      await shot('entrer-1');
      await sayWho(page, 'Inès');
      await shot('entrer-2');
      await page.getByText('Avec mon téléphone').click();
      await page.getByLabel('Ton numéro').fill('06 39 98 12 34');
      await shot('entrer-2-telephone');
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.getByRole('button', { name: 'C’est parti' }).click();
      await shot('entrer-3-erreurs');
      await page.goBack();
      await page.getByText('Ni l’un ni l’autre').click();
      await page.getByRole('button', { name: 'Faire ma carte' }).click();
      await cardWords(page);
      await shot('carte');
      await page.getByRole('button', { name: 'J’ai gardé ma carte' }).click();
      await shot('chez-soi');
      await goTo(page, 'Rendez-vous');
      await shot('rendez-vous-vide');
      await goTo(page, 'Messages');
      await shot('messages-vide');
      await goTo(page, 'Moi');
      await shot('moi');
      await page.getByRole('button', { name: 'Faire une nouvelle carte' }).click();
      await shot('moi-nouvelle-carte');
      await goTo(page, 'Accueil');
      await page.locator('a.heure').first().click();
      await shot('creneau');
      await page.getByRole('button', { name: 'Je réserve' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
      await shot('reserve');
      await goTo(page, 'Rendez-vous');
      await shot('rendez-vous');
      await page.getByRole('button', { name: 'Annuler' }).first().click();
      await shot('rendez-vous-annuler');
      await goTo(page, 'Accueil');
      await shot('chez-soi-rendez-vous');
      await page.getByRole('button', { name: 'Ma santé' }).click();
      await shot('chez-soi-filtre');
    });

    demo('the thread of a jeune', async ({ page, server }) => {
      await signInJeune(page, server);
      await goTo(page, 'Messages');
      await picture(page, `jeune-messages-${colorScheme}`);
      await page.context().setOffline(true);
      await page.getByRole('textbox', { name: 'Écrire un message' }).fill('Je suis dans le métro, je réponds après.');
      await page.getByRole('button', { name: 'Envoyer' }).click();
      await picture(page, `jeune-messages-hors-reseau-${colorScheme}`);
    });

    for (const [screen, viewport] of [
      ['telephone', { width: 360, height: 800 }],
      ['ordinateur', { width: 1280, height: 800 }],
    ] as const) {
      demo(`the screens of professionals, ${screen}`, async ({ page, server }) => {
        await page.setViewportSize(viewport);
        const shot = (name: string) => picture(page, `pro-${name}-${screen}-${colorScheme}`);
        await page.goto('/pro/connexion');
        await shot('connexion');
        await page.goto('/pro/invitation#un-jeton-qui-n-existe-pas-du-tout');
        await shot('invitation-finie');
        const nadia = server.account('professionnel', 'Nadia');
        await signInPro(page, nadia.identifiant, nadia.secret);
        await shot('messages');
        await page.locator('a.fil-ligne').first().click();
        await expect(page.getByRole('textbox', { name: 'Écrire un message' })).toBeVisible();
        await shot('fil');
        await page.getByRole('button', { name: 'Donner un code de retour' }).click();
        await shot('code');
        await page.getByRole('button', { name: 'Faire le code' }).click();
        await expect(page.getByText(/^Encore /)).toBeVisible();
        await shot('code-fait');
        for (const [name, path] of [
          ['agenda', '/pro/agenda'],
          ['permanences', '/pro/permanences'],
          ['ouvrir', '/pro/permanences/ouvrir'],
          ['moi', '/pro/moi'],
          ['introuvable', '/pro/nulle-part'],
        ]) {
          await page.goto(path);
          await shot(name);
        }
        await page.context().clearCookies();
        await signInPro(page, server.admin.identifiant, server.admin.secret);
        for (const name of ['structures', 'inviter', 'espaces', 'espaces/creer']) {
          await page.goto(`/pro/${name}`);
          await shot(`admin-${name.replace('/', '-')}`);
        }
      });
    }
  });
}

async function signInJeune(page: Page, server: Server): Promise<void> {
  const jeune = server.account('jeune');
  await page.goto('/revenir');
  await page.getByLabel('Ton téléphone ou ton adresse e-mail').fill(jeune.identifiant);
  await page.getByLabel('Mot de passe', { exact: true }).fill(jeune.secret);
  await page.getByRole('button', { name: 'Revenir', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Salut ${jeune.prenom}` })).toBeVisible();
}

// What is seen first, then the whole screen.
async function picture(page: Page, name: string): Promise<void> {
  await expect(page.locator('#contenu').getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(page.getByText('Ça arrive…')).toHaveCount(0);
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => (one.effect as KeyframeEffect | null)?.target?.checkVisibility()).map((one) => one.finished.catch(() => null))));
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.screenshot({ path: join(folder, `${name}-entier.png`), fullPage: true });
}
