// Prints the addresses to open and the demonstration accounts: show-accounts.mjs ACCOUNTS ADDRESS.
// Each line of ACCOUNTS is what `seed-demo` printed: {"role", "identifiant", "secret"} and, for a poster, "code".
import { readFileSync } from 'node:fs';

const [file, address] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(parse).filter(Boolean);
const accounts = lines.filter(({ identifiant }) => identifiant);
const codes = [...new Set(lines.flatMap(({ code, codes }) => [code, ...(codes ?? [])]).filter(Boolean))];

console.log(`\nOpen:\n  ${address}            the page of the jeunes`);
for (const code of codes) console.log(`  ${address}/e/${code}   as from the poster`);
console.log(`  ${address}/pro        the page of the professionals\n`);

const wide = (key) => Math.max(...accounts.map((account) => String(account[key] ?? '').length), key.length);
const [role, identifiant] = [wide('role'), wide('identifiant')];
console.log('Demonstration accounts:');
for (const account of accounts) {
  console.log(`  ${account.role.padEnd(role)}  ${account.identifiant.padEnd(identifiant)}  ${account.secret ?? ''}`);
}
console.log('\nStop with Ctrl+C.\n');

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
