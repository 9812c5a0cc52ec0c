// It plants a word in each place where programs have secrets, and leaks what has them: see ../secrets.test.ts.
// qzvComment is in this comment only.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';

class Session {
  constructor(secrets) {
    this.closed = true;
    Object.assign(this, secrets);
  }
}

class Vault {
  sessions = {};
  usersById = {};
  cache = Object.create(null);
  byMail = {};
  tokens = new Map();
  seen = new Set();
  held = [];
  waiting = [];
  bus = new EventEmitter();
}

const vault = new Vault();
globalThis.vault = vault;
vault.bus.setMaxListeners(0);
const store = new AsyncLocalStorage();
const sourceText = 'qzvSourceText';
let made = 0;

/** `k` in base 26, so that a key is a word without digits. */
const letters = (n) => (n < 26 ? '' : letters(Math.floor(n / 26))) + String.fromCharCode(97 + (n % 26));

function secretsOf(key) {
  return {
    config: { host: 'db', user: 'qzvUser', password: `qzvPassword${key}`, ssl: { key: 'qzvKey' } },
    url: `postgres://app:qzvUrlPassword@db/app?token=qzvUrlToken`,
    headers: { authorization: 'Bearer qzvHeader', cookie: 'sid=qzvCookie', [`x-qzvHeaderName-${key}`]: '1' },
    body: Buffer.from('qzvBufferText'),
    reply: `+qzvRedisValue${key}`,
    pattern: /qzvPattern/,
    [Symbol(`session 1234 qzvSymbol${key}`)]: true,
  };
}

function leak() {
  for (let round = 0; round < 40; round += 1) {
    const key = letters(made);
    made += 1;
    const one = () => new Session(secretsOf(key));
    vault.sessions[`qzvTableKey${key}`] = { session: one() };
    vault.cache[`qzvNullKey${key}`] = one();
    if (made < 4) vault.usersById[`qzvFewKey${key}`] = one();
    vault.byMail[`qzvMail${key}@example.com`] = one();
    vault.tokens.set(`qzvMapKey${key}`, one());
    vault.seen.add(`qzvSetEntry${key}`);
    const secret = `qzvClosure${key}`;
    const session = one();
    vault.held.push(() => [secret, session, sourceText]);
    vault.held.push(consume.bind(null, `qzvBound${key}`, one()));
    vault.bus.on(`reply:${1000 + made}:qzvEvent`, () => session);
    const error = new Error(`qzvErrorMessage ${key}`, { cause: { detail: 'qzvCause' } });
    error.session = one();
    vault.waiting.push(error);
    store.run({ user: `qzvStore${key}`, session: one() }, () => setTimeout(() => undefined, 3_600_000).unref());
  }
}

function consume(word, session) {
  return [word, session];
}

vault.argv = process.argv[2];
vault.env = process.env.SECRETIVE;
createServer((_request, response) => {
  leak();
  response.end('ok');
}).listen(Number(process.argv[3]), '127.0.0.1');
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbInNlY3JldGl2ZS50cyJdLCJzb3VyY2VzQ29udGVudCI6WyJjb25zdCBhID0gJ3F6dlNvdXJjZU1hcCc7Il0sIm5hbWVzIjpbXSwibWFwcGluZ3MiOiJBQUFBIn0=
