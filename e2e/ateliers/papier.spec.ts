import { Person } from '../support/api';
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

test('the list on paper says where one meets, who is there already, and who comes with somebody', async ({ page, house }, info) => {
  const point = 'Devant la station Porte de la Villette, sortie 3';
  const atelier = await makeAtelier(house, soon(15), { places: 30, point_rencontre: point });
  const inscriptions: string[] = [];
  for (let at = 1; at <= 29; at += 1) {
    const person = new Person(house.address);
    await person.post('/api/comptes/jeunes', { prenom: `Jeune ${at}`, naissance: { annee: 2007, mois: 3 }, retour: { par: 'carte' } });
    const { id } = await person.post(`/api/ateliers/${atelier}/inscriptions`, { accompagne: at % 10 === 0, ou_attendre: false });
    inscriptions.push(id);
  }
  const note = (at: number, pointage: string) => house.pro.post(`/api/inscriptions/${inscriptions[at - 1]}/pointage`, { pointage, le: Date.now() });
  await note(1, 'present');
  await note(2, 'absent');
  await page.setViewportSize({ width: 1280, height: 900 });
  await signInPro(page, house.courriel, house.motDePasse);
  await page.goto(`/pro/ateliers/${atelier}`);
  await expect(page.getByRole('listitem').filter({ hasText: 'Jeune 29' })).toBeVisible();
  await sheets(page, info.outputPath('liste.pdf'));
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('.imprime');
  await expect(sheet.getByText(`On se retrouve : ${point}`)).toBeVisible();
  await expect(sheet.getByText('31 personnes attendues, dont 2 qui accompagnent')).toBeVisible();
  const row = (name: string) => sheet.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
  await expect(row('Jeune 1').getByRole('cell')).toHaveText([/Jeune 1/, '✓', '']);
  await expect(row('Jeune 2').getByRole('cell')).toHaveText([/Jeune 2/, 'Pas là', '']);
  for (const [name, boxes] of [['Jeune 1', 0], ['Jeune 3', 1], ['Jeune 10', 2]] as const) {
    await expect(row(name).locator('.case-papier'), name).toHaveCount(boxes);
  }
});
