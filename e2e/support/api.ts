import { randomUUID } from 'node:crypto';
import type { Server } from './server';

type Json = any;

/** Someone who speaks to the API without a page: it prepares what a journey needs. */
export class Person {
  private jar = new Map<string, string>();

  constructor(private readonly address: string) {}

  async get(path: string): Promise<Json> {
    return this.send('GET', path);
  }

  async post(path: string, body: Json = {}): Promise<Json> {
    return this.send('POST', path, JSON.stringify(body));
  }

  private async send(method: string, path: string, body?: string): Promise<Json> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'X-App': '1', 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), cookie };
    const answer = await fetch(this.address + path, { method, headers, body });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0].split(/=(.*)/);
      this.jar.set(name, value);
    }
    const reply = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(reply)}`);
    return reply;
  }
}

/** A place of its own for each journey, so that none sees another. */
export interface House {
  address: string;
  code: string;
  nom: string;
  structure: string;
  admin: Person;
  pro: Person;
  proCompte: string;
  courriel: string;
  motDePasse: string;
}

/** The version of its place, which a form of it bears. */
export async function versionOf(house: House): Promise<number> {
  return (await house.admin.get(`/api/espaces/${house.code}/detail`)).version;
}

export async function makeHouse(server: Server): Promise<House> {
  const mark = randomUUID().slice(0, 8);
  const admin = new Person(server.address);
  await admin.post('/api/session', server.admin);
  const structure = (await admin.post('/api/structures', { nom: `Mission locale ${mark}` })).id;
  const [code, nom] = [`lieu-${mark}`, `Le Local ${mark}`];
  await admin.post('/api/espaces', {
    code,
    nom,
    presentation: 'Un lieu ouvert à tous, sans dossier.',
    lieu: 'Centre social',
    adresse: '12 rue de la République',
    commune: 'Aubervilliers',
    horaires: [{ jour: 6, debut: '10:00', fin: '18:00' }],
    structures: [structure],
    propositions: ['Parler avec quelqu’un'],
  });
  const [courriel, motDePasse] = [`nadia-${mark}@exemple.fr`, 'une phrase de travail'];
  const pro = new Person(server.address);
  const session = await pro.post('/api/invitations/acceptation', {
    jeton: await invite(admin, structure),
    prenom: 'Nadia',
    aide: 'les papiers',
    courriel,
    mot_de_passe: motDePasse,
  });
  return { address: server.address, code, nom, structure, admin, pro, proCompte: session.compte, courriel, motDePasse };
}

/** The secret part of a new invitation. */
export async function invite(admin: Person, structure: string): Promise<string> {
  const droits = { referent: true, publie: true, coordonne: false };
  const { lien } = await admin.post('/api/invitations', { structure, droits });
  return lien.split('#')[1];
}

/** One more professional of the team, signed in, with the address they sign in with; the password is that of the house. */
export async function joinTeam(house: House, prenom: string, droits = { referent: true, publie: false, coordonne: false }): Promise<{ pro: Person; courriel: string; compte: string }> {
  const { lien } = await house.admin.post('/api/invitations', { structure: house.structure, droits });
  const courriel = `${prenom.toLowerCase()}-${house.code}@exemple.fr`;
  const pro = new Person(house.address);
  const accept = { jeton: lien.split('#')[1], prenom, aide: 'tout', courriel, mot_de_passe: house.motDePasse };
  const { compte } = await pro.post('/api/invitations/acceptation', accept);
  return { pro, courriel, compte };
}

/** A day of the calendar in Paris, so many days from today. */
export function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Paris' });
}

/** Opens a permanence of one hour and two créneaux: 10 h and 10 h 30. */
export async function openPermanence(house: House, jour: string, places = 1, more: Json = {}): Promise<void> {
  await house.pro.post('/api/permanences', {
    structure: house.structure,
    espace: house.code,
    besoin: 'papiers',
    professionnel: house.proCompte,
    rythme: { quand: 'date', jour },
    debut: '10:00',
    fin: '11:00',
    duree: 30,
    places,
    ...more,
  });
}
