import * as z from 'zod';

const text = z.string().min(1);

/** `_pool.free`, `options.max`, `sockets.*`; `*` is every entry of a collection. */
const path = z
  .string()
  .regex(/^[^.]+(\.[^.]+)*$/, 'expected names with dots between them, such as `_pool.free` or `sockets.*`')
  .describe('Properties with dots between them; `*` every entry of a collection; of a function the variables it sees');

const className = text.describe('Name under `classes`, or else the name of a class on the heap');
const classNames = z.array(className);

const literal = z.union([z.boolean(), z.string(), z.number(), z.null()]);

/** A test of one value. Exactly one of the verbs. */
const condition = {
  equals: literal.optional().describe('The value must be this'),
  oneOf: z.array(literal).min(1).optional().describe('The value must be one of these'),
  notEquals: literal.optional().describe('The value must be there and differ from this'),
  exists: z.boolean().optional().describe('The value must, or must not, be there and neither undefined nor null'),
};
const CONDITION_VERBS = ['equals', 'oneOf', 'notEquals', 'exists'] as const;

function hasOneVerb(value: Partial<Record<(typeof CONDITION_VERBS)[number], unknown>>): boolean {
  return CONDITION_VERBS.filter((verb) => value[verb] !== undefined).length === 1;
}
const ONE_VERB = { error: 'expected exactly one of `equals`, `oneOf`, `notEquals` and `exists`' };

const fieldCondition = z.strictObject({ field: path, ...condition }).refine(hasOneVerb, ONE_VERB);

const classMatcher = z
  .strictObject({
    class: z
      .union([text, z.array(text).min(1)])
      .optional()
      .describe('Names that the class has on the heap'),
    fields: z
      .array(text)
      .min(1)
      .max(24)
      .optional()
      .describe('Properties that an instance has, or variables of a scope. None whose value may be a small integer'),
    not: z.array(text).min(1).max(6).optional().describe('Properties that an instance does not have'),
    anyName: z
      .boolean()
      .optional()
      .describe('The fields are telling enough: subclasses, renamed and minified classes match as well'),
    scope: z.boolean().optional().describe('No object, but the scope of a function that has these variables'),
  })
  .refine(({ class: name, fields }) => name !== undefined || fields !== undefined, {
    error: 'expected `class`, `fields` or both',
  })
  .refine(({ anyName, fields }) => anyName !== true || fields !== undefined, {
    error: '`anyName` needs `fields` to go by',
  })
  .describe('How to know the objects of a class');

const LEDGER_ROLES = ['idle', 'leased', 'all', 'pending'] as const;

const ledger = z
  .strictObject({
    field: path.optional().describe('Where the pool has the collection'),
    role: z.enum(LEDGER_ROLES),
    kind: z
      .enum(['collection', 'one'])
      .optional()
      .describe(
        '`one`: the field itself holds one resource. Otherwise told by the heap: arrays, Maps, Sets, objects, lists',
      ),
    link: text.optional().describe('Field that leads from one link of a list to the next'),
    entry: path.optional().describe('From an entry to the resource it stands for'),
    keys: z.boolean().optional().describe('The keys of the Map are the resources, not its values'),
    members: className.optional().describe('No collection: all objects of this class that refer to the pool'),
    via: path.optional().describe('Where a member refers to its pool'),
    when: z.array(fieldCondition).min(1).optional().describe('Only entries for which all of this holds'),
  })
  .refine(({ field, members }) => (field === undefined) !== (members === undefined), {
    error: 'expected either `field` or `members` with `via`',
  })
  .refine(({ members, via }) => (members === undefined) === (via === undefined), {
    error: '`members` and `via` go together',
  });

const FIGURES = ['size', 'idle', 'leased', 'pending', 'maximum'] as const;

/** `all - idle`, `leased + idle`, `_conns`. */
const formula = z
  .string()
  .regex(
    /^[^\s+-][^\s]*( [+-] [^\s+-][^\s]*)*$/,
    'expected roles, or fields of counters, with ` + ` and ` - ` between them, such as `all - idle`',
  );

const pool = z.strictObject({
  class: className,
  ledgers: z.array(ledger).optional().describe('Where the pool books its resources'),
  counters: z
    .array(
      z.union([
        text,
        z.strictObject({ field: path, means: z.enum(FIGURES).describe('What the number must agree with') }),
      ]),
    )
    .optional()
    .describe('Numeric fields that must agree with the ledgers'),
  maximum: z
    .union([path, z.array(path).min(1)])
    .optional()
    .describe('Where the bound on the size stands; the first that is there counts'),
  maximumPer: z.enum(['pool', 'key']).optional().describe('`key`: the bound holds for each key, such as each host'),
  figures: z
    .partialRecord(z.enum(['size', 'idle', 'leased', 'pending']), formula)
    .optional()
    .describe('Figures that are booked nowhere, from those that are'),
  closedWhen: z.array(fieldCondition).min(1).optional().describe('Any of these proves that the pool is closed'),
  workingWhen: z
    .array(fieldCondition)
    .min(1)
    .optional()
    .describe(
      'Any of these says that something lent is at work, and its borrower waits. Without it, names of fields do',
    ),
  words: z
    .lazy(() => words)
    .optional()
    .describe('Words for this pool where they differ from the rest'),
});

const words = z.strictObject({
  pool: text.optional().describe('What the pool is called, such as `pg pool`'),
  resource: text.optional().describe('What is lent, such as `pg client`'),
  resources: text.optional().describe('The same in the plural; without it an `s` is added'),
  checkout: text.optional().describe('The call that borrows, such as `pool.connect()`'),
  release: text.optional().describe('The call that gives back, such as `client.release()`'),
  close: text.optional().describe('The call that ends one for good, such as `client.end()`'),
});

const timestamp = z.strictObject({
  class: className,
  field: path,
  means: z.enum(['created', 'leased', 'released', 'used']).describe('What happened then'),
  clock: z
    .enum(['epoch-ms', 'epoch-s', 'process-ms', 'birth'])
    .describe(
      '`epoch-ms`: Date.now(). `process-ms`: performance.now() or a timer’s. `birth`: no number, but an object made at that moment',
    ),
});

/**
 * What one library's pool, or a user's own, looks like on the heap. Built-in profiles and users' files share
 * this schema. Everything but the name is optional: what a profile does not say is inferred.
 */
export const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: text.describe('How reports call it'),
    library: z
      .strictObject({
        package: z.union([text, z.array(text).min(1)]).describe('Name on npm'),
        versions: text.describe('Versions that it holds for, as a semver range'),
        facts: z
          .array(z.strictObject({ what: text, where: text.describe('File of the library and its version') }))
          .min(1)
          .describe('Where each of these things stands in the source of the library'),
        reserved: text.optional().describe('What it means there that a connection is reserved'),
        notes: z.array(text).optional().describe('What cannot be read from a heap'),
      })
      .optional()
      .describe('Only in profiles that come with the tool'),
    classes: z
      .record(text, classMatcher)
      .optional()
      .describe('Classes told apart by more than a name; the rest of the profile refers to them by these keys'),
    connections: classNames.optional().describe('Classes of connections'),
    wrappers: classNames
      .optional()
      .describe('Classes that wrap one connection while it is pooled: entries, resources, leases'),
    reservations: classNames.optional().describe('Classes that bind a session to a connection'),
    sessions: classNames.optional().describe('Classes of sessions, transactions and other borrowers'),
    waiters: classNames.optional().describe('Classes of pending checkouts'),
    pools: z.array(pool).optional(),
    deadWhen: z
      .array(z.strictObject({ class: className, field: path, ...condition }).refine(hasOneVerb, ONE_VERB))
      .optional()
      .describe('Values that prove that an instance is dead'),
    aliveWhen: z
      .array(z.strictObject({ class: className, field: path, ...condition }).refine(hasOneVerb, ONE_VERB))
      .optional()
      .describe('Values that disprove it, whatever other fields are called'),
    refcounts: z
      .array(z.strictObject({ class: className, field: text }))
      .optional()
      .describe('Numeric fields that count holders'),
    links: z
      .array(z.strictObject({ class: className, field: text }))
      .optional()
      .describe('Link fields of intrusive lists'),
    timestamps: z.array(timestamp).optional().describe('Fields that say since when'),
    words: words.optional().describe('How reports call things'),
  })
  .describe('A poolscope profile');

/** A parsed profile. */
export type Profile = z.infer<typeof profileSchema>;
export type ClassMatcher = z.infer<typeof classMatcher>;
export type ProfilePool = z.infer<typeof pool>;
export type ProfileLedger = z.infer<typeof ledger>;
/** A test of one value that a field leads to. */
export type FieldCondition = z.infer<typeof fieldCondition>;
