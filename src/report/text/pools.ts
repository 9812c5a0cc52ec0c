import type { Pool, Report, Source } from '../../findings/report-schema.js';
import { formatAge, formatCount, formatDecimal, formatSeries, plural } from '../units.js';
import { capped, type Layout, layRow, laySection } from './layout.js';
import { at } from './source.js';
import { layTable, type Table, withoutEmptyColumns } from './table.js';

const UNKNOWN = '–';

type Inventory = NonNullable<Pool['inventory']>;

/** The pools: their resources in each snapshot, the holders of leased ones, inconsistencies, and the books and counters behind these. */
export function layPools(layout: Layout, { pools, series }: Report): string[] {
  const files = series.snapshots.map(({ file }) => file.replace(/^.*[/\\]/, ''));
  const lines = pools.flatMap((pool, index) => [...(index === 0 ? [] : ['']), ...layPool(layout, pool, files)]);
  return laySection(layout, 'Pools', lines);
}

function layPool(layout: Layout, pool: Pool, files: readonly string[]): string[] {
  return [
    ...layRow(layout, 'pool', nameOf(pool), { hanging: 2 }),
    ...layTable(layout, inventoryTable(pool, files)),
    ...layHeldBy(layout, pool),
    ...layTakenAt(layout, pool),
    ...layAudit(layout, pool),
    ...layBooks(layout, pool),
    ...layCounters(layout, pool),
  ];
}

/**
 * `pg pool BoundPool @771 at src/db.ts:7:14, lends pg clients (Client), gone`.
 *
 * @param where without it, neither id nor place are named
 */
export function nameOf(pool: Pool, where = true): string {
  const { class: name, nodeId, source, resourceClass, words, profile, lastSeen, alike } = pool;
  const called = words?.pool ?? profile;
  const lent = words?.resource === undefined ? resourceClass : withClass(pluralOf(words), resourceClass);
  return [
    `${called === undefined ? '' : `${called} `}\`${name}\`${where ? ` @${nodeId}${at(source)}` : ''}`,
    ...(lent === '' ? [] : [`lends ${words?.resource === undefined ? `\`${lent}\`` : lent}`]),
    ...(alike === undefined ? [] : ['one of several alike; the table has their sums']),
    ...(lastSeen === undefined ? [] : ['gone in the last snapshot']),
  ].join(', ');
}

function withClass(called: string, className: string): string {
  return className === '' ? called : `${called} (\`${className}\`)`;
}

function pluralOf(words: NonNullable<Pool['words']>): string {
  return words.resources ?? `${words.resource ?? ''}s`;
}

function inventoryTable(pool: Pool, files: readonly string[]): Table {
  // A report of an earlier schema version has states of the last snapshot only.
  const inventory: Inventory = pool.inventory ?? [fromStates(pool)];
  const first = files.length - inventory.length;
  const rows = inventory.map((row, index) => inventoryRow(files[first + index] ?? '', row, pool.alike?.[index]));
  const titles = ['Pools', 'Size', 'Maximum', 'Idle', 'Leased', 'Dead', 'Waiting', 'Oldest lease'];
  const columns = [
    { title: 'Snapshot', align: 'left' as const },
    ...titles.map((title) => ({ title, align: 'right' as const })),
  ];
  return withoutEmptyColumns({ columns, rows });
}

function fromStates({ states }: Pool): NonNullable<Inventory[number]> {
  const { idle, leased, live, dead, unknown } = states;
  const size = idle + leased + live + dead + unknown;
  return { size, idle, leased, pending: null, maximum: null, dead, closed: null, oldestLease: null };
}

function inventoryRow(file: string, row: Inventory[number], pools: number | undefined): string[] {
  const count = figure(pools ?? null);
  if (row === null) return [file, count, UNKNOWN, '', '', '', '', '', ''];
  const { size, maximum, idle, leased, dead, pending, closed, oldestLease } = row;
  return [
    closed === true ? `${file} (closed)` : file,
    count,
    size === null ? UNKNOWN : formatCount(size),
    figure(maximum),
    figure(idle),
    figure(leased),
    figure(dead),
    figure(pending),
    oldestLease === null ? '' : formatAge(oldestLease),
  ];
}

function figure(value: number | null): string {
  return value === null ? '' : formatCount(value);
}

/** The holders of leased resources. */
export function layHeldBy(layout: Layout, { heldBy = [], leases: listed = [], omittedLeases = 0 }: Pool): string[] {
  if (heldBy.length === 0) return [];
  const rest = listed.length + omittedLeases - heldBy.reduce((sum, { leases }) => sum + leases, 0);
  const rows = capped(layout, heldBy).flatMap((group, index) => {
    const label = index === 0 ? 'held by' : '';
    if (typeof group === 'string') return layRow(layout, label, group, { hanging: 2 });
    const { holder, leases, oldest } = group;
    const who = holder === null ? "nobody but the pool's books" : `\`${holder.label}\`${at(holder.source)}`;
    const age = oldest === null ? '' : `, ${leases === 1 ? '' : 'the oldest '}for ${formatAge(oldest)}`;
    return layRow(layout, label, `${who}: ${plural(leases, 'lease')}${age}`, { hanging: 2 });
  });
  const others = `${plural(rest, 'more lease')}, by holders that are not listed`;
  return rest > 0 ? [...rows, ...layRow(layout, '', others, { hanging: 2 })] : rows;
}

/** Who took what is out, where that was recorded. */
export function layTakenAt(layout: Layout, { takenAt = [] }: Pool): string[] {
  return capped(layout, takenAt).flatMap((group, index) => {
    const label = index === 0 ? 'taken' : '';
    if (typeof group === 'string') return layRow(layout, label, group, { hanging: 2 });
    const { source, recorded, leases, oldest } = group;
    const ago = oldest === null ? '' : `, ${leases === 1 ? '' : 'the oldest '}${formatAge(oldest)} ago`;
    const who = source === null ? 'where the stack has no line of the program' : describeTaker(group);
    const text = recorded
      ? `${who}: ${plural(leases, 'lease')}${ago}, not released since`
      : `not recorded, as they were taken before or have been returned since: ${plural(leases, 'lease')}`;
    return layRow(layout, label, text, { hanging: 2 });
  });
}

/** `at src/orders.ts:88:5 (`shipOrder`), called at src/shop.ts:12:3 (`checkout`)` */
function describeTaker({ source, caller }: NonNullable<Pool['takenAt']>[number]): string {
  const name = (place: Source | null): string => (place?.function == null ? '' : ` (\`${place.function}\`)`);
  const from = caller === null ? '' : `, called${at(caller)}${name(caller)}`;
  return `${at(source).trimStart()}${name(source)}${from}`;
}

/** Warnings first. A note may describe a passing state of a working pool. */
function layAudit(layout: Layout, { audit = [] }: Pool): string[] {
  const lines = [...audit].sort((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'));
  return capped(layout, lines).flatMap((line, index) => {
    const text = typeof line === 'string' ? line : `${line.severity === 'warning' ? '! ' : ''}${line.text}`;
    return layRow(layout, index === 0 ? 'audit' : '', text, { hanging: 2 });
  });
}

function layBooks(layout: Layout, { ledgers }: Pool): string[] {
  return ledgers.flatMap(({ field, role, container, sizes }, index) =>
    layRow(layout, index === 0 ? 'ledgers' : '', `\`${field}\` ${role}, ${container}: ${formatSeries(sizes)}`, {
      hanging: 2,
    }),
  );
}

function layCounters(layout: Layout, { counters }: Pool): string[] {
  const text = counters.map(({ field, value }) => `${field} ${formatDecimal(value)}`).join(', ');
  return counters.length === 0 ? [] : layRow(layout, 'counters', text, { hanging: 2 });
}
