import type { Page } from '@playwright/test';
import { day, type House } from '../support/api';
import { expect } from '../support/test';

/** Makes an atelier in the place of a house, and publishes it; gives its id. */
export async function makeAtelier(house: House, more: Record<string, unknown> = {}, fiche: Record<string, unknown> = {}): Promise<string> {
  const made = await house.pro.post('/api/ateliers', {
    structure: house.structure,
    fiche: {
      titre: 'Mon CV en une heure',
      presentation: 'On écrit ton CV ensemble, même si tu n’as jamais travaillé.',
      besoin: 'emploi',
      lieu: { ou: 'espace', espace: house.code },
      meneurs: [],
      pour_essayer: true,
      accompagne: true,
      places: 2,
      ...fiche,
    },
    rythme: { quand: 'date', jour: day(2) },
    debut: '14:00',
    fin: '16:00',
    publie: true,
    ...more,
  });
  return made[0].atelier.id;
}

/** Today, starting in so many minutes, on the clock of Paris: its list is open. */
export function soon(minutes: number): Record<string, unknown> {
  const at = (later: number) => new Date(Date.now() + later * 60_000).toLocaleString('sv', { timeZone: 'Europe/Paris' }).split(' ');
  // Late at night what starts the next day is not of today.
  const [jour, debut] = at(minutes)[0] === at(0)[0] ? at(minutes) : at(1);
  const fin = debut < '22:50' ? `${String(Number(debut.slice(0, 2)) + 1).padStart(2, '0')}${debut.slice(2, 5)}` : '23:59';
  return { rythme: { quand: 'date', jour }, debut: debut.slice(0, 5), fin };
}

/** Opens an atelier and joins it. */
export async function join(page: Page, atelier: string): Promise<void> {
  await page.goto(`/ateliers/${atelier}`);
  await page.getByRole('button', { name: 'Je participe' }).click();
  await expect(page.getByText('Tu participes', { exact: true })).toBeVisible();
}
