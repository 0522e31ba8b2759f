import { day, openPermanence } from '../support/api';
import { creneau, finishWithCard, goTo, sayWho } from '../support/steps';
import { expect, test } from '../support/test';

test('a créneau that was chosen before entering is booked right after', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await page.goto(`/e/${house.code}`);
  await creneau(page, /^10\sh(?!\s30)/).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ce moment te va ?' })).toBeVisible();
  await page.getByRole('link', { name: 'Entrer pour réserver' }).click();
  await sayWho(page, 'Inès');
  await finishWithCard(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Ce moment te va ?' })).toBeVisible();
  await page.getByRole('button', { name: 'Je réserve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'C’est réservé' })).toBeVisible();
  // The team of the place welcomes whoever came by its créneau.
  await goTo(page, 'Messages');
  await expect(page.getByText(house.nom)).toBeVisible();
  const agenda = await house.pro.get(`/api/agenda?du=${day(1)}`);
  expect(agenda[0].venues.map((one: any) => one.prenom)).toEqual(['Inès']);
});

test('the needs filter the créneaux, and when nothing is left another is offered', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await page.goto(`/e/${house.code}`);
  const need = (name: string) => page.getByRole('group', { name: 'C’est pour quoi ?' }).getByRole('button', { name });
  await need('Papiers et démarches').click();
  await expect(need('Papiers et démarches')).toHaveAttribute('aria-pressed', 'true');
  await expect(creneau(page, /^10\sh(?!\s30)/)).toBeVisible();
  await need('Me loger').click();
  await expect(page.getByText('Rien de libre pour ça en ce moment.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Le prochain moment libre' })).toBeVisible();
  await expect(creneau(page, /^10\sh(?!\s30)/)).toBeVisible();
  await need('Tout').click();
  await expect(page.getByText('Rien de libre pour ça en ce moment.')).toHaveCount(0);
});

test('a commune puts near places first and says how far they are', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await page.goto('/');
  await page.getByRole('button', { name: 'Près de chez toi ?' }).click();
  await page.getByLabel('Ta commune').fill('bobi');
  await page.getByRole('button', { name: 'Bobigny (93)' }).click();
  // Aubervilliers is five kilometres away.
  await expect(page.getByText(/Aubervilliers · à [3-6]\skm/)).toBeVisible();
  await page.getByRole('button', { name: 'Près de Bobigny' }).click();
  await expect(page.getByText(/à \d+\skm/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Près de chez toi ?' })).toBeVisible();
});

test('a phone from elsewhere shows the time of the place', async ({ house, browserOf }) => {
  await openPermanence(house, day(2));
  const phone = await browserOf({ timezoneId: 'America/Martinique' });
  await phone.goto(`/e/${house.code}`);
  await expect(creneau(phone, /^10\sh(?!\s30)/)).toBeVisible();
  await expect(creneau(phone, /^10\sh\s30/)).toBeVisible();
  await creneau(phone, /^10\sh(?!\s30)/).click();
  await expect(phone.getByText(/de 10\sh à 10\sh\s30/)).toBeVisible();
});

test('the need that was chosen is in the address: a reload and a link keep it, and Back does not go through each of them', async ({ page, house }) => {
  await openPermanence(house, day(1));
  await page.goto('/a-propos');
  await page.goto(`/e/${house.code}`);
  const need = (name: string) => page.getByRole('group', { name: 'C’est pour quoi ?' }).getByRole('button', { name });
  await need('Me loger').click();
  await need('Papiers et démarches').click();
  await expect(page).toHaveURL(/\?besoin=papiers$/);
  await page.reload();
  await expect(need('Papiers et démarches')).toHaveAttribute('aria-pressed', 'true');
  await expect(creneau(page, /^10\sh(?!\s30)/)).toBeVisible();
  await page.goto(`/e/${house.code}?besoin=logement`);
  await expect(page.getByText('Rien de libre pour ça en ce moment.')).toBeVisible();
  await need('Tout').click();
  await expect(page).toHaveURL(/\/e\/[^?]+$/);
  await page.goBack();
  await expect(need('Papiers et démarches')).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: /propos/ })).toBeVisible();
});
