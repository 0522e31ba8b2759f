import type { Page } from '@playwright/test';

import { expect, test } from '../support/test';

// Long, short, with accents: no name is drawn larger, bolder, wider or in another colour than the others (principle 2).
const NAMES = ['Mission locale intercommunale de la Plaine Commune et des Hauts-de-Seine-Saint-Denis', 'APASO', 'Élan'];

test('each structure of a place is as large as the others, on both pages and in both themes', async ({ page, house }) => {
  const structures = [house.structure];
  for (const nom of NAMES) structures.push((await house.admin.post('/api/structures', { nom })).id);
  await house.admin.post(`/api/espaces/${house.code}/changement`, {
    nom: house.nom,
    presentation: 'Un lieu ouvert à tous, sans dossier.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires: [{ jour: 6, debut: '10:00', fin: '18:00' }],
    structures,
    propositions: ['Parler avec quelqu’un'],
    detail: {},
  });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [`/lieux/${house.code}`, `/e/${house.code}`]) {
      await page.goto(path);
      await expect(page.getByRole('listitem').filter({ hasText: /^APASO$/ })).toBeVisible();
      const looks = await look(page);
      expect(looks, `${path}, ${colorScheme}`).toHaveLength(structures.length);
      expect(new Set(looks.map((one) => JSON.stringify(one))).size, `${path}, ${colorScheme}: ${JSON.stringify(looks)}`).toBe(1);
    }
  }
});

// What makes a name stand out, but for how high its lines are.
async function look(page: Page): Promise<object[]> {
  return page.locator('section[aria-labelledby="structures"] li').evaluateAll((items) =>
    items.map((item) => {
      const { fontSize, fontWeight, fontFamily, color, backgroundColor, borderColor, borderWidth, padding } = getComputedStyle(item);
      const box = item.getBoundingClientRect();
      return { fontSize, fontWeight, fontFamily, color, backgroundColor, borderColor, borderWidth, padding, width: box.width, images: item.querySelectorAll('img, svg').length };
    }),
  );
}
