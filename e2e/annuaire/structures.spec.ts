import { signInPro } from '../support/steps';
import { expect, test } from '../support/test';

test('the administrator finds a structure by its name or its town, accents or not', async ({ page, server, house }) => {
  await house.admin.post('/api/structures', { nom: 'Maison de l’Été', commune: 'Épinay-sur-Seine' });
  await house.admin.post('/api/structures', { nom: 'Point accueil', commune: 'Saint-Denis' });
  await signInPro(page, server.admin.identifiant, server.admin.secret);
  await page.goto('/pro/structures');
  const found = page.getByRole('main').getByRole('link', { name: 'Inviter un professionnel' });
  await expect(found).toHaveCount(3);
  const search = page.getByRole('searchbox', { name: 'Chercher une structure' });
  for (const [words, name] of [['ete', 'Maison de l’Été'], ['EPINAY', 'Maison de l’Été'], ['saint denis', 'Point accueil']]) {
    await search.fill(words);
    await expect(found).toHaveCount(1);
    await expect(page.getByRole('heading', { name })).toBeVisible();
  }
  await search.fill('xyz');
  await expect(page.getByText('Aucune structure ne correspond.')).toBeVisible();
  await search.fill('');
  await expect(found).toHaveCount(3);
});
