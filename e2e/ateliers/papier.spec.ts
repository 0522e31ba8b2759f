import { sheets } from '../support/papier';
import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';
import { NOON, makeAtelier, soon } from './aide';

test.use({ settings: NOON });

for (const [names, expected] of [[12, 1], [75, 4]]) {
  test(`the list of ${names} on paper has its date, and no empty sheet`, async ({ page, house }, info) => {
    const today = soon(15);
    const atelier = await makeAtelier(house, today, { places: 200 });
    for (let at = 1; at <= names; at += 1) await house.pro.post(`/api/ateliers/${atelier}/invites`, { prenom: `Invitée ${at}` });
    await page.setViewportSize({ width: 1280, height: 900 });
    await signInPro(page, house.courriel, house.motDePasse);
    await page.goto(`/pro/ateliers/${atelier}`);
    await expect(page.getByRole('listitem').filter({ hasText: `Invitée ${names}` })).toBeVisible();
    expect(await sheets(page, info.outputPath('liste.pdf'))).toBe(expected);
    await page.emulateMedia({ media: 'print' });
    const { jour } = today.rythme as { jour: string };
    const long = new Date(`${jour}T12:00:00Z`).toLocaleDateString('fr-FR', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    await expect(page.getByText(new RegExp(`^${long.replace(' 1 ', ' 1er ')}, de `))).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(1 + names + 6);
  });
}
